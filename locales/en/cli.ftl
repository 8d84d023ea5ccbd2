# The command line and the settings: one plain sentence each.

network-untitled = School network
calendar-file = event-{ $id }.ics

cli-about = A bot for a network of schools: events, attendance, activity cards, certificates.
cli-run = Run the bot.
cli-migrate = Bring the tables of the database up to date and leave.
cli-load = Load the description of a network from a YAML file.
cli-load-file = The file with the description of the network.
cli-load-apply = Write the differences of the file into a database that has data already.
cli-load-invites = Make new invitations for the staff, the earlier ones end.
cli-clock = Move a rehearsal's clock on (refused with the real Telegram).
cli-clock-advance = How far on: 23h, 90m, 2d, 1d12h.
cli-doctor = Show how delivery stands: queues, what did not arrive. Exit code 1 means that somebody should look.
cli-demo = Play the whole story on this machine, without a token.
cli-demo-needs-repository = The demo is not part of the installed program: clone the repository and run “make demo” in it.
cli-migrated = The tables are up to date.
cli-load-begins = Loading the description of the network…
cli-clock-begins = Moving the clock of the bot…
cli-clock-moved = The bot's clock now shows { $moment }.
cli-clock-no-bot = The clock is set to { $moment }. The bot is not running: it will begin at this time.
cli-clock-not-taken = The clock is set to { $moment }, but the bot has not noticed within { $seconds } s: look into its log or start it again.
cli-clock-span-wrong = “{ $value }” is not a span of time: write 23h, 90m or 2d, say.
cli-clock-real = The clock moves in rehearsals only: set CLOCK_START and a BOT_API_URL of your own.
cli-clock-not-started = The clock of this database has not been started: run the bot with CLOCK_START first.
cli-database-away = The database does not answer: check DATABASE_URL, that it is running and that its file can be written.

setting-bot-token = BOT_TOKEN: a token from @BotFather like 123456:ABC is needed.
setting-bot-token-refused = BOT_TOKEN: Telegram refuses this token, get a valid one from @BotFather.
setting-address = { $name }: { $value } is not an address, it should look like https://bot.example.org.
setting-database-url = DATABASE_URL: an address like sqlite:///var/centrik.db or postgresql://name:password@server/base is needed.
setting-database-newer = DATABASE_URL: the tables are newer than this program; run a newer one or restore the database.
setting-admin-ids = ADMIN_IDS: { $value } is not a number; numeric ids separated by commas are needed.
setting-timezone = TIMEZONE: there is no zone { $value }; an IANA zone like Europe/Moscow is needed.
setting-web-port = WEB_PORT: a port number from 0 to 65535 is needed.
setting-web-port-busy = WEB_PORT: port { $port } is taken or WEB_HOST is not an address of this machine.
setting-public-url = PUBLIC_URL: { $value } will not do, Telegram needs an https:// address.
setting-webhook-secret = WEBHOOK_SECRET: PUBLIC_URL needs a secret beside it, 1–256 of A-Z, a-z, 0-9, _ and -.
setting-clock-start = CLOCK_START: a moment with its zone is needed, 2026-10-01T09:00:00+03:00 say.
setting-clock-telegram = CLOCK_START: a rehearsal's clock does not run with the real Telegram, remove this setting.
