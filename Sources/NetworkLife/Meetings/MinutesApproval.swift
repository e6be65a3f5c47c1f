import Access
import Journal

/// Who approved the minutes of a meeting, when, and which text: a text changed since is no longer the one approved.
package struct MinutesApproval: Record {
    package var id = ID<MinutesApproval>()
    package var meeting: ID<Meeting>?
    package var by: ID<Account>?
    package var on: Day?
    /// SHA-256 of the text in UTF-8.
    package var text: Bytes?

    package init() {}

    package static let kind = "minutes_approval"
    package static let title = Phrase("Approbation du procès-verbal", en: "Approval of the minutes")
    package static let scope = ScopeForm.network
    package static let indexes = [["meeting"]]

    package static let fields: [Field<Self>] = [
        .init("meeting", \.meeting, "Rencontre", en: "Meeting", required: true, input: .hidden),
        .init("by", \.by, "Approuvé par", en: "Approved by", required: true, input: .reference(kind: "account")),
        .init("on", \.on, "Le", en: "On", required: true),
        .init("text", \.text, "Condensé du texte", en: "Digest of the text", required: true, input: .hidden),
    ]

    /// Whether this is about the text that the meeting's minutes have now.
    package func holds(for meeting: MeetingRecord) -> Bool {
        text?.bytes == Self.digest(of: meeting.minutes)
    }

    package static func digest(of minutes: String) -> [UInt8] { Digest(of: Array(minutes.utf8)).bytes }

    /// Throws a `Refusal` unless `reader` may approve: another person than the one who wrote, as long as there is another.
    package static func check(_ meeting: MeetingRecord, by reader: ID<Account>, isAlone: Bool) throws(Refusal) {
        guard !meeting.minutes.isEmpty else {
            throw Refusal("minutes.empty", Phrase("Il n’y a pas encore de procès-verbal à approuver.", en: "There are no minutes to approve yet."))
        }
        guard meeting.minutesBy != reader || isAlone else {
            throw Refusal(
                "minutes.own",
                Phrase(
                    "Vous avez écrit ce procès-verbal : une autre personne du secrétariat ou des antennes l’approuve.",
                    en: "You wrote these minutes: someone else of the secretariat or the branches approves them."))
        }
    }
}
