import Foundation
import Journal

/// One message to one person, so that nobody learns from it who else belongs to the network.
///
/// It is made from a `Notice` or from an invitation, and from nothing else: no other text has a way in.
package struct MailMessage: Sendable {
    package let from: MailAddress
    package let to: MailAddress
    package let date: Date
    /// "random@domain", without the angle brackets.
    package let messageID: String
    private let subject: String
    private let text: String
    private let calendar: CalendarFile?

    /// `domain` is the one that the network sends from; it stands in the Message-ID, after 16 random bytes.
    package init(_ notice: Notice, language: Language, from: MailAddress, to: MailAddress, domain: String, date: Date) {
        self.init(
            subject: notice.subject(language), text: notice.text(language), calendar: nil, from: from, to: to, domain: domain, date: date)
    }

    /// An invitation to a meeting, its change or its cancellation: a neutral line, the sign-in address, and the calendar that the caller wrote.
    package init(
        invitation calendar: CalendarFile, signIn: SignInAddress, language: Language, from: MailAddress, to: MailAddress, domain: String,
        date: Date
    ) {
        let isCancelled = calendar.method == .cancel
        let subject = isCancelled ? Phrase("Rendez-vous annulé", en: "Appointment cancelled") : Phrase("Rendez-vous", en: "Appointment")
        let line =
            isCancelled
            ? Phrase(
                "Un rendez-vous est annulé ; votre agenda peut le retirer.", en: "An appointment is cancelled; your calendar can remove it."
            )
            : Phrase(
                "Un rendez-vous vous est proposé ; votre agenda peut l’ajouter.",
                en: "You are invited; your calendar can add the appointment.")
        let more = Phrase("Pour en savoir plus, connectez-vous :", en: "To know more, sign in:")
        let lines = [Phrase("Bonjour,", en: "Hello,")(language), "", line(language), "", more(language), signIn.description]
        self.init(
            subject: subject(language), text: lines.joined(separator: "\n") + "\n", calendar: calendar, from: from, to: to, domain: domain,
            date: date)
    }

    private init(
        subject: String, text: String, calendar: CalendarFile?, from: MailAddress, to: MailAddress, domain: String, date: Date
    ) {
        (self.subject, self.text, self.calendar, self.from, self.to, self.date) = (subject, text, calendar, from, to, date)
        messageID = "\(CalendarUID.random())@\(MailAddress.isDomain(domain) ? domain : "localhost")"
    }

    /// The message as it is sent (RFC 5322, RFC 2045): ASCII only, lines of at most 78 characters ended by CR LF.
    package var bytes: [UInt8] {
        var head = [
            "Date: " + MailText.date(date),
            "From: " + MailText.mailbox(from),
            "To: " + MailText.mailbox(to),
            "Subject: " + MailText.words(subject, after: "Subject: ".count),
            "Message-ID: <\(messageID)>",
            // RFC 3834: no answering machine answers.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ]
        let plain = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"]
        let body = MailText.quotedPrintable(text)
        guard let calendar else {
            head += plain + ["", body]
            return Array(head.joined(separator: "\r\n").utf8)
        }
        let boundary = "part-\(messageID.prefix(32))"
        head += ["Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"", "", "--\(boundary)"]
        head += plain + ["", body, "--\(boundary)"]
        // The parameter repeats the method, as RFC 5546 (iTIP) over mail asks (RFC 6047, 2.4).
        head += ["Content-Type: text/calendar; charset=utf-8; method=\(calendar.method.rawValue)"]
        head += ["Content-Transfer-Encoding: base64", "", MailText.base64(calendar.bytes), "--\(boundary)--", ""]
        return Array(head.joined(separator: "\r\n").utf8)
    }
}
