import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Storage

/// The sealed notes of an incident or a demand: whoever notes it seals them, and only the registry's holders open and erase them.
struct MatterNotes<R: Record>: Sendable {
    let new: SitePath
    let opening: SitePath
    let home: SitePath

    private var adding: RecordEditing<GuardedNote> {
        RecordEditing(
            GuardedNote.self, asked: ["words"], act: .guardedNoteCreate, title: Phrase("Ajouter une note scellée", en: "Add a sealed note"),
            button: Phrase("Sceller", en: "Seal it"))
    }

    var routes: [Route] {
        [
            .get(new, .permission(.incidentEdit)) { visit, connection in
                let matter = try visit.find(R.self, connection).record
                return try adding.page(
                    visit, connection, GuardedNote(), versions: nil, to: new(matter.id), back: home(matter.id), trail: [(visit.say(R.title), home(matter.id))])
            },
            .post(new, .permission(.incidentEdit)) { visit, typed in
                let matter = try await visit.site.store.read { try visit.find(R.self, $0).record }
                var note = GuardedNote()
                (note.id, note.matter, note.on) = (typed.token.cast(), matter.id.cast(), visit.today)
                return try await adding.take(
                    visit, typed, into: note, isNew: true, to: new(matter.id), back: home(matter.id), landing: home(matter.id),
                    trail: [(visit.say(R.title), home(matter.id))])
            },
        ]
    }

    private func notes(_ visit: Visit, _ connection: any Connection) throws -> [GuardedNote] {
        try connection.all(GuardedNote.self, "WHERE matter = ? ORDER BY \"on\", id LIMIT 200", [try visit.id(R.Subject.self).value]).map(\.record)
    }

    /// Opens them for a holder of the registry, which is noted before they are shown.
    func open(
        _ visit: Visit, _ typed: Typed, then show: @escaping @Sendable (Visit, any Connection, [ID<GuardedNote>: String]) throws -> Reply
    ) async throws -> Reply {
        let keys = try visit.memberKeys()
        let opened = try await visit.site.store.read { connection in
            _ = try visit.find(R.self, connection)
            let ring = try Keyring(keys, connection)
            var words: [ID<GuardedNote>: String] = [:]
            for note in try notes(visit, connection) { words[note.id] = try ring.open(note, connection)?[\.words] }
            return words
        }
        guard !opened.isEmpty else { throw Circles.notHolder }
        try await visit.noteReading(of: GuardedNote.kind, opened.keys.sorted().map { $0.cast() }, typed)
        return try await visit.site.store.read { try show(visit, $0, opened) }
    }

    func view(_ visit: Visit, opened: [ID<GuardedNote>: String], _ connection: any Connection) throws -> MatterNotesView {
        MatterNotesView(
            visit: visit, notes: try notes(visit, connection), opened: opened, state: try CircleState.registry(connection), opening: opening(visit.id),
            adding: new(visit.id))
    }
}

struct MatterNotesView: Component {
    let visit: Visit
    let notes: [GuardedNote]
    let opened: [ID<GuardedNote>: String]
    let state: CircleState?
    let opening: Address
    let adding: Address

    private var say: Say { visit.say }

    var body: some Markup {
        h2(say("Notes scellées", en: "Sealed notes"))
        if notes.isEmpty { p(say("Aucune. Ce qui nomme quelqu’un s’écrit ici.", en: "None. What names someone is written here."), .class("soft")) }
        if opened.isEmpty, !notes.isEmpty {
            SealedNote(visit: visit, state: state, opening: opening, what: Phrase("Ces notes sont scellées.", en: "These notes are sealed."))
        }
        ul(.class("todo")) {
            Each(notes) { note in
                li {
                    if let on = note.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
                    div {
                        if let words = opened[note.id] { Paragraphs(text: words) } else { p(say("scellée", en: "sealed"), .class("soft")) }
                        if visit.may(.registryOpen) {
                            a(
                                say("Effacer", en: "Erase"), .class("no-print"), .href(SitePath.guardedNoteErasure(note.id)),
                                .aria("label", "\(say("Effacer", en: "Erase")) – \(note.on?.description ?? "")"))
                        }
                    }
                }
            }
        }
        p(.class("no-print")) { a(say("Ajouter une note scellée", en: "Add a sealed note"), .href(adding)) }
    }
}

/// Erasing one sealed note for ever.
enum GuardedNoteErasure {
    private static let pages = ErasurePages(
        title: Phrase("Effacer la note scellée", en: "Erase the sealed note"),
        what: Phrase(
            "La note est oubliée, et sa clé est détruite. Rien ne peut la faire revenir.",
            en: "The note is forgotten, and its key is destroyed. Nothing can bring it back."),
        erased: Phrase("Note effacée", en: "Note erased"))

    static let routes: [Route] = [
        .get(.guardedNoteErasure, .permission(.registryOpen)) { visit, connection in
            if let destruction = try connection.destruction(of: try visit.id()) {
                return try pages.certificate(visit, destruction, trail: trail(visit), connection)
            }
            return ask(visit, try visit.find(GuardedNote.self, connection).record, isMissingGround: false)
        },
        .post(.guardedNoteErasure, .permission(.registryOpen)) { visit, typed in
            let store = visit.site.store
            let note = try await store.read { connection in
                try connection.destruction(of: try visit.id()) == nil ? try visit.find(GuardedNote.self, connection).record : nil
            }
            guard let note else { return .redirect(SitePath.guardedNoteErasure(visit.id)) }
            let ground = ErasureGround(code: typed["ground"])
            guard ground.isKnown else { return ask(visit, note, isMissingGround: true) }
            let certificate = ErasureCertificate(ground, by: try visit.reader().account, on: visit.today)
            let now = store.milliseconds
            let outcome = try await visit.perform(.guardedNoteErase, typed) { try Erasure.erase(note.id.cast(), certificate, in: $0, at: now) }
            return .done(outcome, at: SitePath.guardedNoteErasure(note.id))
        },
    ]

    private static func trail(_ visit: Visit) -> [(String, Address)] { [(visit.say("Incidents de données", en: "Data incidents"), SitePath.incidents())] }

    private static func ask(_ visit: Visit, _ note: GuardedNote, isMissingGround: Bool) -> Reply {
        pages.ask(
            visit, lede: note.on.map { Dates.long($0, visit.language) } ?? "", trail: trail(visit), action: SitePath.guardedNoteErasure(note.id),
            cancel: SitePath.incidents(),
            isMissingGround: isMissingGround)
    }
}
