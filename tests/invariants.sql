-- What must hold after every commit, whatever raced or failed. One query returns the broken promises, none when all hold.
-- Needs the parameter `now`, an instant. Walk-ins are counted apart everywhere.

-- I1: seats confirmed and offered never exceed the capacity, or what was taken when it was last lowered.
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

-- I3: nobody who waits was overtaken: whoever left the list for a seat stood before all who still wait.
SELECT 'I3', waiting.event_id, count(*)
FROM registration AS waiting
JOIN registration AS seated ON seated.event_id = waiting.event_id
WHERE waiting.state = 'waitlisted'
    AND seated.state IN ('offered', 'confirmed')
    AND NOT seated.walk_in
    AND seated.queued_at IS NOT NULL
    AND (seated.queued_at > waiting.queued_at OR (seated.queued_at = waiting.queued_at AND seated.id > waiting.id))
GROUP BY waiting.event_id

UNION ALL

-- I4: before the start a free seat and a waiting person never stand side by side.
SELECT 'I4', event.id, count(*)
FROM event
JOIN registration ON registration.event_id = event.id
WHERE registration.state = 'waitlisted'
    AND event.state = 'published'
    AND event.starts_at > :now
    AND (event.capacity IS NULL OR event.taken < event.capacity)
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

-- I8: whoever is offered a seat, and whoever let one lapse before the start, is owed exactly one notice per account.
SELECT 'I8', owed.event_id, count(*)
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
) AS owed
GROUP BY owed.event_id
