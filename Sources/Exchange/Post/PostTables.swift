import Storage

/// What sending needs beside the journal: the server, and the messages that wait. Neither is replicated, nor tells anything once sent.
package enum PostTables {
    /// `mail_queue.message` names the message; `method`, `uid`, `sequence`, `first` and `last` are all that it says.
    package static let migrations = [invitations, reminders]

    private static let invitations = Migration(
        5, "post",
        """
        CREATE TABLE mail_server (
            slot INTEGER NOT NULL PRIMARY KEY,
            address TEXT NOT NULL,
            encryption TEXT NOT NULL,
            account TEXT NOT NULL,
            password TEXT NOT NULL,
            sender TEXT NOT NULL,
            sign_in TEXT NOT NULL
        );
        CREATE TABLE mail_queue (
            message BLOB NOT NULL PRIMARY KEY,
            meeting BLOB NOT NULL,
            invitation BLOB NOT NULL,
            recipient TEXT NOT NULL,
            language TEXT NOT NULL,
            method TEXT NOT NULL,
            uid TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            first TEXT NOT NULL,
            last TEXT NOT NULL,
            state TEXT NOT NULL,
            tries INTEGER NOT NULL,
            due INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            problem TEXT NOT NULL
        );
        CREATE INDEX mail_queue_due ON mail_queue (state, due);
        CREATE INDEX mail_queue_meeting ON mail_queue (meeting, invitation);
        """)

    /// One message a day for an account at most; of what it is about stand two numbers.
    private static let reminders = Migration(
        21, "reminders",
        """
        CREATE TABLE reminder_queue (
            account BLOB NOT NULL,
            day TEXT NOT NULL,
            message BLOB NOT NULL,
            recipient TEXT NOT NULL,
            language TEXT NOT NULL,
            late INTEGER NOT NULL,
            to_do INTEGER NOT NULL,
            state TEXT NOT NULL,
            tries INTEGER NOT NULL,
            due INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            problem TEXT NOT NULL,
            PRIMARY KEY (account, day)
        );
        CREATE INDEX reminder_queue_due ON reminder_queue (state, due);
        """)

    package static let roles: [String: TableRole] = ["mail_server": .side, "mail_queue": .side, "reminder_queue": .side]
}
