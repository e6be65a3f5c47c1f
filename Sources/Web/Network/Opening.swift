import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Storage
import Synchronization
import Vault

/// A member's keys in the memory of one request.
final class OpenedKeys: Sendable {
    fileprivate let keys = Mutex<MemberKeys?>(nil)
}

extension Visit {
    /// The member's own keys, opened by the cookie for the length of this request.
    func memberKeys() throws -> MemberKeys {
        guard let secret, let session else { throw Failure.signInFirst }
        return try keys.keys.withLock { known in
            if let known { return known }
            let opened = try secret.open(session.keys, member: session.reader.account.cast())
            known = opened
            return opened
        }
    }

    /// Notes in the organisation's readings that these records were opened: before the answer that shows them, or they are not shown.
    func noteReading(of kind: String, _ records: [AnyID], _ typed: Typed) async throws {
        try await note(Reading.Note(.recordOpen, of: kind, records), typed)
    }

    /// The same of any act that opens. What a first opening owes to their keys is done with it.
    func note(_ note: Reading.Note, _ typed: Typed = Typed()) async throws {
        guard let first = note.records.first else { return }
        let reader = try reader()
        _ = try await perform(note.act, typed, in: .readings(reader.organization)) { act in
            var reading = Reading()
            (reading.account, reading.recordKind, reading.record) = (reader.account, note.kind, first)
            reading.others = IDs(note.records.dropFirst().map { $0.cast() })
            try act.make(reading)
            try keyring(act.connection).makeSymmetric(act.connection.wraps(of: note.records).values.flatMap { $0 }, act.connection)
        }
    }
}

/// What stands in the place of something sealed: that it is, and to whom to turn.
struct SealedNote: Component {
    let visit: Visit
    let state: CircleState?
    /// Where the button that opens leads, for someone whose session holds the key.
    let opening: Address
    /// What is sealed here, as a sentence.
    var what = Phrase("Le nom, le contact et la remarque sont scellés.", en: "Name, contact and remark are sealed.")

    private var say: Say { visit.say }

    private var isHolder: Bool {
        guard let account = visit.session?.reader.account, visit.may(.registryOpen) else { return false }
        return state?.isHeld(by: account) == true
    }

    private var names: String {
        state?.holders.filter(\.isCurrent).map(\.account.displayName).joined(separator: ", ") ?? ""
    }

    var body: some Markup {
        div(.class("note")) {
            p("\(say(what)) \(say("Ni ce site ni ses administrateurs ne peuvent les lire.", en: "Neither this site nor its administrators can read them."))")
            if isHolder {
                form(.method(.post), .action(opening)) {
                    HiddenFields(visit: visit)
                    button(say("Ouvrir", en: "Open"), .class("secondary"), .type(.submit))
                }
                p(say("L’ouverture est notée dans votre organisation.", en: "Opening is noted in your organisation."), .class("soft"))
            } else if names.isEmpty {
                p(say("Personne ne tient encore le registre.", en: "Nobody holds the registry yet."))
            } else {
                p(say("Pour les lire, adressez-vous à : \(names).", en: "To read them, turn to: \(names)."))
            }
        }
    }
}
