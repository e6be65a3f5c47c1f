import Access
import HTML
import Journal
import NetworkLife
import Storage

/// Adding, editing and taking out one kind of record: the routes that most records have, each form acting once and undone in one step.
struct RecordDesk<R: Record>: Sendable {
    let permission: Permission
    let asked: [String]
    /// What is added, edited and taken out, as titles and buttons say it.
    let words: (adding: Phrase, editing: Phrase, removing: Phrase)
    /// What stands under the title of the page that adds one.
    var lede: Phrase?
    let acts: (create: ActName, update: ActName, remove: ActName)
    let paths: (new: SitePath, edit: SitePath, removal: SitePath)
    /// A blank record of the page that asks for it, which the address names; throws `Failure.notFound` where there is none.
    let begin: @Sendable (Visit, any Connection) throws -> R
    /// Where the record is shown, and where its reader goes on once it is gone.
    let home: @Sendable (R) -> Address
    let parent: @Sendable (R) -> Address
    var trail: @Sendable (Visit, R, any Connection) throws -> [(String, Address)] = { _, _, _ in [] }
    /// What speaks against the record as it was typed.
    var rule: @Sendable (R, Visit, any Connection) throws -> Void = { _, _, _ in }
    /// What speaks against taking it out.
    var removalRule: @Sendable (R, any Connection) throws -> Void = { _, _ in }
    /// What the same act does beside taking it out.
    var removing: @Sendable (R, Visit, Act) throws -> Void = { _, _, _ in }
    /// What follows from what was typed, before anything speaks against it and before it is sealed: the bands that stand in clear.
    var settle: @Sendable (inout R, [String: Value], Visit) -> Void = { _, _, _ in }
    /// What the same act does beside.
    var alongside: @Sendable (R, Visit, Act) throws -> Void = { _, _, _ in }
    /// The acts elsewhere that follow from adding it, done with it or not at all.
    var following: @Sendable (R, [String: Value], Visit) async throws -> [Deed] = { _, _, _ in [] }
    /// The same of taking it out; the token is the form's.
    var followingRemoval: @Sendable (R, AnyID, Visit) async throws -> [Deed] = { _, _, _ in [] }

    private var addition: RecordEditing<R> {
        RecordEditing(R.self, asked: asked, act: acts.create, title: words.adding, lede: lede, button: words.adding)
    }

    private var editing: RecordEditing<R> { RecordEditing(R.self, asked: asked, act: acts.update, title: words.editing) }

    var routes: [Route] { adding + changing }

    /// The routes of what is written once and never changed.
    var adding: [Route] {
        [
            .get(paths.new, .permission(permission)) { visit, connection in
                let blank = try begin(visit, connection)
                return try addition.page(
                    visit, connection, blank, versions: nil, to: paths.new(visit.id), back: parent(blank), trail: try trail(visit, blank, connection))
            },
            .post(paths.new, .permission(permission)) { visit, typed in
                let (blank, way) = try await visit.site.store.read { connection in
                    var blank = try begin(visit, connection)
                    blank.id = typed.token.cast()
                    return (blank, try trail(visit, blank, connection))
                }
                return try await addition.take(
                    visit, typed, into: blank, isNew: true, to: paths.new(visit.id), back: parent(blank), landing: home(blank), trail: way,
                    rule: { try rule($0, visit, $1) }, settle: { settle(&$0, $1, visit) },
                    alongside: { try alongside($0, visit, $1) }, following: { try await following($0, $1, visit) })
            },
        ]
    }

    /// The routes of what stands already.
    var changing: [Route] {
        [
            .get(paths.edit, .permission(permission)) { visit, connection in
                let stored = try find(visit, connection)
                return try editing.page(
                    visit, connection, stored.record, versions: stored.versions, to: paths.edit(visit.id), back: home(stored.record),
                    trail: try trail(visit, stored.record, connection), removal: removal(of: stored.record))
            },
            .post(paths.edit, .permission(permission)) { visit, typed in
                let (stored, way) = try await visit.site.store.read { connection in
                    let stored = try find(visit, connection)
                    return (stored, try trail(visit, stored.record, connection))
                }
                return try await editing.take(
                    visit, typed, into: stored.record, isNew: false, to: paths.edit(visit.id), back: home(stored.record),
                    landing: home(stored.record), trail: way, removal: removal(of: stored.record), rule: { try rule($0, visit, $1) },
                    settle: { settle(&$0, $1, visit) },
                    alongside: { try alongside($0, visit, $1) })
            },
            .post(paths.removal, .permission(permission)) { visit, typed in
                let stored = try await visit.site.store.read { try find(visit, $0) }
                let then = try await followingRemoval(stored.record, typed.token, visit)
                let outcome = try await visit.perform(acts.remove, typed, in: visit.scope(of: R.self), then: then) { act in
                    try removalRule(stored.record, act.connection)
                    try removing(stored.record, visit, act)
                    try act.remove(stored)
                }
                return .done(outcome, at: parent(stored.record))
            },
        ]
    }

    private func removal(of record: R) -> RecordEditing<R>.Removal {
        .init(label: words.removing, address: paths.removal(record.id))
    }

    private func find(_ visit: Visit, _ connection: any Connection) throws -> Stored<R> {
        try visit.find(R.self, connection)
    }
}

/// One line of a summary; nothing where there is nothing to say.
struct SummaryLine: Component {
    let label: String
    let text: String

    init(_ label: String, _ text: String) {
        self.label = label
        self.text = text
    }

    var body: some Markup {
        if !text.isEmpty {
            div {
                dt(label)
                dd(text)
            }
        }
    }
}
