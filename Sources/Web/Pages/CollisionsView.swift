import Access
import HTML
import Journal
import NetworkLife
import Storage

/// Two values of one field, written by people who did not know of each other: both are shown, and a person chooses.
struct CollisionsView: Component {
    struct Choice: Sendable {
        let text: String
        let who: String
        let when: String
        let entry: String
        let stands: Bool
    }

    struct Contest: Sendable {
        let field: String
        let label: String
        let choices: [Choice]
    }

    let visit: Visit
    let kind: String
    let record: AnyID
    let contests: [Contest]
    let mayChoose: Bool

    init<R: Record>(_: R.Type, _ id: ID<R.Subject>, _ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        kind = R.kind
        record = id.cast()
        mayChoose = RecordPlaces.permission(toEdit: R.kind).map(visit.may) ?? false
        let found = try connection.first("SELECT 1 FROM collision WHERE record = ? LIMIT 1", [record.value]) { _ in true } ?? false
        contests = found ? try Self.contests(R.self, record, visit, connection) : []
    }

    private static func contests<R: Record>(_: R.Type, _ record: AnyID, _ visit: Visit, _ connection: any Connection) throws -> [Contest] {
        let say = visit.say
        let collisions = try connection.collisions(of: record)
        let values = collisions.flatMap(\.values)
        var authors: [Digest: ID<Account>] = [:]
        for version in values { authors[version.entry] = try connection.entry(version.entry)?.header.author }
        let names = try Names(
            visit, connection, ids: values.map { $0.value?.identifier } + authors.values.map { $0.cast() }, places: values.map { $0.value?.place })
        return collisions.map { collision in
            let field = R.fields.first { $0.name == collision.field }
            let choices = collision.values.enumerated().map { number, version in
                let text =
                    version.value.map { value in
                        collision.field == Standing.removed
                            ? value == .integer(1) ? say("retirée", en: "taken out") : say("gardée", en: "kept")
                            : names.text(value, field?.input ?? .line, field?.sensitivity ?? .open, say)
                    } ?? say("effacé", en: "erased")
                return Choice(
                    text: text.isEmpty ? say("rien", en: "nothing") : text,
                    who: authors[version.entry].map { names[$0] } ?? say("Le système", en: "The system"),
                    when: Dates.moment(version.mark.stamp, say), entry: version.entry.hex, stands: number == 0)
            }
            let label = field.map { say($0.label) } ?? say("La fiche elle-même", en: "The record itself")
            return Contest(field: collision.field, label: label, choices: choices)
        }
    }

    var body: some Markup {
        if !contests.isEmpty {
            section(.class("note"), .id("collisions")) {
                h2(visit.say("Deux valeurs pour le même champ", en: "Two values for the same field"))
                p(
                    visit.say(
                        "Deux personnes ont écrit sans se savoir l’une l’autre. Rien n’est perdu : choisissez ce qui reste.",
                        en: "Two people wrote without knowing of each other. Nothing is lost: choose what stays."))
                Each(contests) { contest in
                    h3(contest.label)
                    Each(contest.choices) { choice in
                        ChoiceView(visit: visit, kind: kind, record: record, field: contest.field, choice: choice, mayChoose: mayChoose)
                    }
                }
            }
        }
    }

    private struct ChoiceView: Component {
        let visit: Visit
        let kind: String
        let record: AnyID
        let field: String
        let choice: Choice
        let mayChoose: Bool

        var body: some Markup {
            p {
                strong(choice.text)
                " "
                span("\(choice.who), \(choice.when)", .class("soft"))
                if choice.stands { " "; span(visit.say("affichée", en: "shown"), .class("tag plain")) }
            }
            if mayChoose {
                form(.method(.post), .action(SitePath.collision(record))) {
                    HiddenFields(visit: visit)
                    input(.type(.hidden), .name("kind"), .value(kind))
                    input(.type(.hidden), .name("field"), .value(field))
                    input(.type(.hidden), .name("entry"), .value(choice.entry))
                    p {
                        button(.type(.submit)) {
                            visit.say("Garder cette valeur", en: "Keep this value")
                            span(" : \(choice.text)", .class("visually-hidden"))
                        }
                    }
                }
            }
        }
    }
}

/// Choosing among the values of a collision.
enum CollisionsController {
    static let routes: [Route] = [.post(.collision, .permission(.homeShow), settle)]

    private static func settle(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let record: AnyID = try visit.id()
        let kind = typed["kind"]
        guard let permission = RecordPlaces.permission(toEdit: kind) else { throw Failure.notFound }
        let verdict = try visit.reader().may(permission)
        guard verdict.isAllowed else { throw Failure.forbidden(verdict.reason) }
        let field = typed["field"]
        let entry = Digest(hex: typed["entry"])
        guard let scope = try await visit.site.store.read({ try visit.scope(of: record, $0) }) else { throw Failure.notFound }
        let outcome = try await visit.perform(.collisionSettle, typed, in: scope) { act in
            // The kind comes from the page: the record must be of it, or the permission was asked for another.
            let isOfKind = try act.connection.contestedKind(of: record) == kind
            let collision = try act.connection.collisions(of: record).first { $0.field == field }
            guard isOfKind, let collision, let chosen = collision.values.first(where: { $0.entry == entry }) else {
                throw Refusal(
                    "collision.settled", Phrase("Ce choix est déjà fait. Revenez à la fiche.", en: "This has been chosen already. Go back to the record."))
            }
            try act.settle(kind: kind, record, field: field, with: chosen.value ?? .null)
        }
        return .done(outcome, at: RecordPlaces.page(kind, record) ?? SitePath.home())
    }
}

extension Connection {
    fileprivate func contestedKind(of record: AnyID) throws -> String? {
        try first("SELECT kind FROM collision WHERE record = ? LIMIT 1", [record.value]) { try $0.text(0) }
    }
}

/// The records that wait for a person to choose, for those who may edit them.
struct ContestedRecords: Component {
    let visit: Visit
    let records: [(label: Phrase, address: Address)]

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        var records: [(label: Phrase, address: Address)] = []
        for kind in visit.site.store.schema.kinds where records.count < Self.most {
            guard let permission = RecordPlaces.permission(toEdit: kind.name), visit.may(permission) else { continue }
            for record in try connection.contestedRecords(of: kind.name, within: visit.own(kind.name, kind.scope, kind.columns.map(\.name)), limit: Self.most) {
                guard let page = try RecordPlaces.shownAt(kind.name, record, connection) else { continue }
                records.append((kind.title, page.at("collisions")))
            }
        }
        self.records = records
    }

    /// As many are shown, more or less.
    private static let most = 20

    var body: some Markup {
        if !records.isEmpty {
            section(.class("note")) {
                h2(visit.say("Deux valeurs pour un même champ", en: "Two values for one field"))
                p(
                    visit.say(
                        "Des personnes ont modifié ces fiches sans se savoir : choisissez ce qui reste.",
                        en: "People edited these without knowing of each other: choose what stays."))
                ul { Each(records) { record in li { a(visit.say(record.label), .href(record.address)) } } }
            }
        }
    }
}
