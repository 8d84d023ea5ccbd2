-- Invariants that hold after every commit, whatever raced or failed. The query returns the broken ones, none when all hold.
-- Parameters: `now`, the bot's time, and `real_now`, the machine's, which leases follow. Walk-ins take no seat anywhere.

-- I1: confirmed and offered seats never exceed the capacity, or the seats taken when the capacity was last lowered.
SELECT 'I1' AS invariant, event.id AS event_id, count(*) AS found
FROM event
JOIN registration ON registration.event_id = event.id
WHERE registration.state IN ('confirmed', 'offered') AND NOT registration.walk_in AND event.capacity IS NOT NULL
GROUP BY event.id, event.capacity, event.taken_when_reduced
HAVING count(*) > event.capacity AND count(*) > event.taken_when_reduced

UNION ALL

-- I2: a person has at most one active sign-up for an event.
SELECT 'I2', doubled.event_id, count(*)
FROM (
    SELECT event_id, teacher_id
    FROM registration
    WHERE state IN ('confirmed', 'waitlisted', 'offered')
    GROUP BY event_id, teacher_id
    HAVING count(*) > 1
) AS doubled
GROUP BY doubled.event_id

UNION ALL

-- I3: seats go in the order of the waiting list. Unreachable people are passed by (`passed_by_at`), since they could not
-- have answered the offer.
SELECT 'I3', waiting.event_id, count(*)
FROM registration AS waiting
JOIN registration AS seated ON seated.event_id = waiting.event_id
WHERE waiting.state = 'waitlisted'
    AND seated.state IN ('offered', 'confirmed')
    AND NOT seated.walk_in
    AND seated.queued_at IS NOT NULL
    AND (seated.queued_at > waiting.queued_at OR (seated.queued_at = waiting.queued_at AND seated.id > waiting.id))
    AND (waiting.passed_by_at IS NULL OR seated.offered_at IS NULL OR seated.offered_at > waiting.passed_by_at)
GROUP BY waiting.event_id

UNION ALL

-- I4: before the start there is no free seat while a reachable person waits. If all who wait have blocked the bot, the
-- seat stays free for the next sign-up and they keep their places.
SELECT 'I4', event.id, count(*)
FROM event
JOIN registration ON registration.event_id = event.id
WHERE registration.state = 'waitlisted'
    AND event.state = 'published'
    AND event.starts_at > :now
    AND (event.capacity IS NULL OR event.taken < event.capacity)
    AND EXISTS (
        SELECT 1 FROM account WHERE account.teacher_id = registration.teacher_id AND account.blocked_at IS NULL
    )
GROUP BY event.id

UNION ALL

-- I5: the counter on the event is the number of its seats.
SELECT 'I5', counted.id, counted.seats
FROM (
    SELECT event.id, event.taken, count(registration.id) AS seats
    FROM event
    LEFT JOIN registration ON registration.event_id = event.id
        AND registration.state IN ('confirmed', 'offered')
        AND NOT registration.walk_in
    GROUP BY event.id, event.taken
) AS counted
WHERE counted.taken <> counted.seats

UNION ALL

-- I8: an offered seat, and an offer that lapsed before the start, has exactly one notice per account.
SELECT 'I8', expected.event_id, count(*)
FROM (
    SELECT registration.event_id, registration.id, account.id AS account_id, count(outbox.id) AS notices
    FROM registration
    JOIN event ON event.id = registration.event_id
    JOIN account ON account.teacher_id = registration.teacher_id
        AND account.blocked_at IS NULL
        AND account.created_at <= registration.created_at
    LEFT JOIN outbox ON outbox.account_id = account.id
        AND (
            (
                registration.state = 'offered'
                AND outbox.key = 'seat-offered:' || registration.id || ':' || account.id
            )
            OR (
                registration.state = 'expired'
                AND outbox.key = 'offer-ended:' || registration.id || ':' || account.id
            )
        )
    WHERE registration.state = 'offered'
        OR (registration.state = 'expired' AND registration.ended_at < event.starts_at)
    GROUP BY registration.event_id, registration.id, account.id
    HAVING count(outbox.id) <> 1
) AS expected
GROUP BY expected.event_id

UNION ALL

-- I8: everybody signed up for an event at its cancellation has exactly one notice per account.
SELECT 'I8', expected.event_id, count(*)
FROM (
    SELECT event.id AS event_id, account.id
    FROM event
    JOIN registration ON registration.event_id = event.id AND registration.ended_at = event.cancelled_at
    JOIN account ON account.teacher_id = registration.teacher_id
        AND account.blocked_at IS NULL
        AND account.created_at <= registration.created_at
    LEFT JOIN outbox ON outbox.key = 'cancelled:' || event.id || ':' || account.id
    WHERE event.state = 'cancelled'
    GROUP BY event.id, account.id
    HAVING count(outbox.id) <> 1
) AS expected
GROUP BY expected.event_id

UNION ALL

-- I8: awarded points and a rendered certificate each have exactly one notice per account.
SELECT 'I8', expected.event_id, count(*)
FROM (
    SELECT entry.event_id, account.id
    FROM point_entry AS entry
    JOIN account ON account.teacher_id = entry.teacher_id
        AND account.blocked_at IS NULL
        AND account.created_at <= entry.awarded_at
    LEFT JOIN outbox ON outbox.key = 'points:' || entry.event_id || ':' || account.id
    WHERE entry.key LIKE 'event:%'
    GROUP BY entry.id, entry.event_id, account.id
    HAVING count(outbox.id) <> 1
    UNION ALL
    SELECT certificate.event_id, account.id
    FROM certificate
    JOIN document ON document.id = certificate.document_id
    JOIN account ON account.teacher_id = certificate.teacher_id
        AND account.blocked_at IS NULL
        AND account.created_at <= document.created_at
    LEFT JOIN outbox ON outbox.key = 'certificate:' || certificate.id || ':' || account.id
    GROUP BY certificate.id, certificate.event_id, account.id
    HAVING count(outbox.id) <> 1
) AS expected
GROUP BY expected.event_id

UNION ALL

-- I8: a broadcast has at most one message per account, none beyond its last account, and none unsent when it is done.
SELECT 'I8', 0, count(*)
FROM (
    SELECT broadcast.id
    FROM broadcast
    JOIN outbox ON outbox.broadcast_id = broadcast.id
    GROUP BY broadcast.id, broadcast.last_id, broadcast.state
    HAVING count(*) > count(DISTINCT outbox.account_id)
        OR max(outbox.account_id) > broadcast.last_id
        OR (broadcast.state = 'done' AND sum(CASE WHEN outbox.state IN ('new', 'sending') THEN 1 ELSE 0 END) > 0)
) AS wrong
HAVING count(*) > 0

UNION ALL

-- I6: a reason counts once for a person and an event, and a reversal takes the whole entry back once.
SELECT 'I6', doubled.event_id, doubled.found
FROM (
    SELECT event_id, teacher_id, reason, count(*) AS found
    FROM point_entry
    WHERE reverses_id IS NULL AND event_id IS NOT NULL
        AND id NOT IN (SELECT reverses_id FROM point_entry WHERE reverses_id IS NOT NULL)
    GROUP BY event_id, teacher_id, reason
    HAVING count(*) > 1
) AS doubled

UNION ALL

SELECT 'I6', entry.event_id, count(*)
FROM point_entry AS entry
JOIN point_entry AS reversal ON reversal.reverses_id = entry.id
GROUP BY entry.event_id, entry.id, entry.points
HAVING count(*) > 1 OR sum(reversal.points) <> -entry.points

UNION ALL

-- I6: nobody has points of a role at an event without having attended a meeting of it.
SELECT 'I6', entry.event_id, count(*)
FROM point_entry AS entry
WHERE entry.event_id IS NOT NULL
    AND entry.key LIKE 'event:%'
    AND entry.reverses_id IS NULL
    AND entry.id NOT IN (SELECT reverses_id FROM point_entry WHERE reverses_id IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1 FROM attendance
        WHERE attendance.event_id = entry.event_id
            AND attendance.teacher_id = entry.teacher_id
            AND attendance.state = 'attended'
    )
GROUP BY entry.event_id

UNION ALL

-- I6: the hours that stand for a person at an event are those of the meetings attended.
SELECT 'I6', entered.event_id, count(*)
FROM (
    SELECT event_id, teacher_id, sum(hours) AS hours
    FROM point_entry
    WHERE event_id IS NOT NULL
    GROUP BY event_id, teacher_id
    HAVING sum(CASE WHEN reverses_id IS NULL AND key LIKE 'event:%' THEN 1 ELSE 0 END) > 0
) AS entered
WHERE abs(entered.hours - (
    SELECT coalesce(sum(meeting.hours), 0)
    FROM attendance
    JOIN meeting ON meeting.id = attendance.meeting_id
    WHERE attendance.event_id = entered.event_id
        AND attendance.teacher_id = entered.teacher_id
        AND attendance.state = 'attended'
)) > 0.001
GROUP BY entered.event_id

UNION ALL

-- I7: one certificate for a person and an event; numbers and codes are unique.
SELECT 'I7', min(certificate.event_id), count(*)
FROM certificate
GROUP BY certificate.event_id, certificate.teacher_id
HAVING count(*) > 1

UNION ALL

SELECT 'I7', min(certificate.event_id), count(*)
FROM certificate
GROUP BY certificate.number
HAVING count(*) > 1

UNION ALL

SELECT 'I7', min(certificate.event_id), count(*)
FROM certificate
GROUP BY certificate.code
HAVING count(*) > 1

UNION ALL

-- I10: an event has a meeting, and its row repeats the bounds and the hours of its meetings.
SELECT 'I10', event.id, count(meeting.id)
FROM event
LEFT JOIN meeting ON meeting.event_id = event.id
GROUP BY event.id, event.starts_at, event.ends_at, event.hours
HAVING count(meeting.id) = 0
    OR min(meeting.starts_at) <> event.starts_at
    OR max(meeting.ends_at) <> event.ends_at
    OR abs(sum(meeting.hours) - event.hours) > 0.001

UNION ALL

-- I10: every mark is one of a meeting of its event, and nobody is present at two meetings of it at the same time.
SELECT 'I10', attendance.event_id, count(*)
FROM attendance
LEFT JOIN meeting ON meeting.id = attendance.meeting_id AND meeting.event_id = attendance.event_id
WHERE meeting.id IS NULL
GROUP BY attendance.event_id

UNION ALL

SELECT 'I10', one.event_id, count(*)
FROM attendance AS one
JOIN attendance AS other ON other.teacher_id = one.teacher_id AND other.event_id = one.event_id AND other.id > one.id
JOIN meeting AS here ON here.id = one.meeting_id
JOIN meeting AS there ON there.id = other.meeting_id
WHERE one.state = 'attended' AND other.state = 'attended'
    AND here.starts_at < there.ends_at AND there.starts_at < here.ends_at
GROUP BY one.event_id

UNION ALL

-- I11: a person's organization and post are those of the main employment; the erased have none, further ones stand
-- beside a main one, and none ends before it begins.
SELECT 'I11', 0, count(*)
FROM (
    SELECT teacher.id
    FROM teacher
    LEFT JOIN employment AS main ON main.teacher_id = teacher.id AND main.is_main AND main.until IS NULL
    WHERE coalesce(main.organization_id, 0) <> coalesce(teacher.organization_id, 0)
        OR coalesce(main.post, 'other') <> teacher.post
        OR coalesce(main.post_title, '') <> teacher.post_title
        OR (main.id IS NOT NULL AND teacher.erased_at IS NOT NULL)
        OR (main.id IS NULL AND EXISTS (
            SELECT 1 FROM employment WHERE employment.teacher_id = teacher.id AND employment.until IS NULL
        ))
    UNION ALL
    SELECT teacher_id FROM employment WHERE until < since
) AS wrong
HAVING count(*) > 0

UNION ALL

-- I9: no message is in flight longer than its lease, after which its process counts as dead.
SELECT 'I9', 0, count(*)
FROM outbox
WHERE state = 'sending' AND (lease_until IS NULL OR lease_until < :real_now)
HAVING count(*) > 0
