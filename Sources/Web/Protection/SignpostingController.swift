import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// Orientation: someone was told where to go, and that is counted.
enum SignpostingController {
    private static let desk = RecordDesk<Signposting>(
        permission: .orientationEdit, asked: ["need", "service", "elsewhere", "sex", "age", "place", "on", "session"],
        words: (
            Phrase("Noter une orientation", en: "Note a signposting"), Phrase("Modifier l’orientation", en: "Edit the signposting"),
            Phrase("Retirer cette orientation", en: "Take this signposting out")
        ),
        acts: (.signpostingCreate, .signpostingUpdate, .signpostingRemove), paths: (.signpostingNew, .signpostingEdit, .signpostingRemoval),
        begin: { visit, connection in try begin(visit, connection) }, home: { SitePath.signposting($0.id) }, parent: { _ in SitePath.signpostings() },
        trail: { visit, _, _ in trail(visit) },
        rule: { signposting, visit, connection in
            let offer = try signposting.service.flatMap { try connection.find(ServiceOffer.self, $0)?.record }
            try signposting.check(today: visit.today, to: offer)
        })

    static let routes: [Route] = [list.route, .get(.signposting, .permission(.orientationShow), show)] + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit, of: .signpostings) }

    /// Today, at the place of the one before; most follow one another after the same session.
    private static func begin(_ visit: Visit, _ connection: any Connection) throws -> Signposting {
        var signposting = Signposting()
        signposting.on = visit.today
        if let last = try visit.all(Signposting.self, then: "ORDER BY id DESC LIMIT 1", connection).first {
            signposting.place = last.place
            if last.on == visit.today { signposting.session = last.session }
        }
        return signposting
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let signposting = try visit.find(Signposting.self, connection).record
        let names = try Names(visit, connection, of: [signposting])
        let history = try HistoryView(Signposting.self, signposting.id, visit, connection)
        let say = visit.say
        let title = signposting.need.map { say($0.label) } ?? say("Orientation", en: "Signposting")
        return visit.page(title, lede: signposting.on.map { Dates.long($0, visit.language) }, trail: trail(visit)) {
            if visit.may(.orientationEdit) {
                div(.class("actions")) {
                    a(say("Orienter une autre personne", en: "Signpost someone else"), .class("primary"), .href(SitePath.signpostingNew()))
                    a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.signpostingEdit(signposting.id)))
                }
            }
            dl(.class("summary")) {
                if let service = signposting.service {
                    div {
                        dt(say("Vers quel service", en: "To which service"))
                        dd { a(names[service], .href(SitePath.service(service))) }
                    }
                }
                FieldLines(record: signposting, fields: ["elsewhere", "sex", "age", "place", "session"], names: names, say: say)
            }
            history
        }
    }

    static let list = RecordList<Signposting>(
        path: .signpostings, permission: .orientationShow, title: Phrase("Orientations", en: "Signposting"), one: Phrase("orientation", en: "signposting"),
        many: Phrase("orientations", en: "signpostings"),
        columns: [
            ListColumn(Phrase("Orientation", en: "Signposting"), needs: ["on", "need"]) { signposting, context in
                let say = context.visit.say
                let day = signposting.on.map { Dates.short($0, say.language) } ?? say("sans date", en: "no date")
                return .link(signposting.need.map { say($0.label) } ?? day, SitePath.signposting(signposting.id), note: day)
            },
            .field("service"), .field("elsewhere"), .field("sex"), .field("age"), .field("place"),
        ],
        filters: [
            .code(Signposting.self, "need"), .code(Signposting.self, "sex"), .code(Signposting.self, "age"), .year("day", of: Signposting.self),
        ],
        sorts: [.day], isExported: true, trail: { Registers.trail($0) },
        actions: { Registers.actions($0, of: .signpostings) },
        purpose: Phrase(
            "Aucune orientation encore. Dire à quelqu’un où aller se compte ici : ni dossier, ni consentement, ni nom.",
            en: "No signposting yet. Telling someone where to go is counted here: no file, no consent, no name."))
}
