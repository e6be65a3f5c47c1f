import Access
import HTML
import Journal
import NetworkLife
import Storage

/// The network's organs: who sits in them, and until when. Distinct from the organisation that holds the grant.
enum BodiesController {
    private static let desk = RecordDesk<GoverningBody>(
        permission: .directoryEdit, asked: ["name", "quorum", "mandate_months", "note"],
        words: (
            Phrase("Ajouter un organe", en: "Add a governing body"), Phrase("Modifier l’organe", en: "Edit the governing body"),
            Phrase("Retirer cet organe", en: "Take this governing body out")
        ),
        acts: (.bodyCreate, .bodyUpdate, .bodyRemove), paths: (.bodyNew, .bodyEdit, .bodyRemoval),
        begin: { _, _ in GoverningBody() }, home: { SitePath.body($0.id) }, parent: { _ in SitePath.bodies() },
        trail: { visit, _, _ in trail(visit) },
        removalRule: { body, connection in
            let isUsed = try connection.first("SELECT 1 FROM mandate WHERE body = ? LIMIT 1", [body.id.value]) { _ in true } ?? false
            if isUsed { throw Refusal("body.used", Phrase("Il a des mandats : retirez-les d’abord.", en: "It has mandates: take them out first.")) }
        })

    private static let mandates = RecordDesk<Mandate>(
        permission: .directoryEdit, asked: ["seat", "person", "organization", "starts_on", "ends_on"],
        words: (
            Phrase("Ajouter un mandat", en: "Add a mandate"), Phrase("Modifier le mandat", en: "Edit the mandate"),
            Phrase("Retirer ce mandat", en: "Take this mandate out")
        ),
        acts: (.mandateCreate, .mandateUpdate, .mandateRemove), paths: (.mandateNew, .mandateEdit, .mandateRemoval),
        begin: { visit, connection in
            var mandate = Mandate()
            mandate.body = try visit.find(GoverningBody.self, connection).id
            return mandate
        },
        home: { $0.body.map { SitePath.body($0) } ?? SitePath.bodies() }, parent: { $0.body.map { SitePath.body($0) } ?? SitePath.bodies() },
        trail: { visit, mandate, connection in
            guard let id = mandate.body, let body = try connection.find(GoverningBody.self, id)?.record else { return trail(visit) }
            return trail(visit) + [(body.name, SitePath.body(id))]
        },
        rule: { mandate, _, _ in
            guard mandate.person != nil || mandate.organization != nil else {
                throw Refusal(
                    "mandate.holder",
                    Phrase("Dites qui occupe ce siège : une personne ou une organisation.", en: "Say who holds this seat: a person or an organisation."),
                    field: "person")
            }
            if let starts = mandate.startsOn, let ends = mandate.endsOn, ends < starts {
                throw Refusal(
                    "mandate.dates", Phrase("Donnez une fin qui ne précède pas le début.", en: "Give an end no earlier than the start."), field: "ends_on")
            }
        })

    static let list = RecordList<GoverningBody>(
        path: .bodies, permission: .directoryShow, title: Phrase("Organes du réseau", en: "Governing bodies"), one: Phrase("organe", en: "governing body"),
        many: Phrase("organes", en: "governing bodies"),
        columns: [
            ListColumn(Phrase("Organe", en: "Governing body"), needs: ["name"]) { body, _ in .link(body.name, SitePath.body(body.id)) },
            .field("quorum"), .field("mandate_months"),
        ],
        sorts: [.name], trail: { OrganizationsController.trail($0) },
        actions: { visit in
            guard visit.may(.directoryEdit) else { return [] }
            return [ListAction(label: Phrase("Ajouter un organe", en: "Add a governing body"), address: SitePath.bodyNew(), isPrimary: true)]
        },
        purpose: Phrase(
            "L’assemblée générale, le bureau et les autres organes du réseau paraîtront ici.",
            en: "The general assembly, the bureau and the network’s other organs will appear here."))

    static let routes: [Route] = [list.route, .get(.body, .permission(.directoryShow), show)] + desk.routes + mandates.routes

    static func trail(_ visit: Visit) -> [(String, Address)] {
        OrganizationsController.trail(visit) + [(visit.say("Organes", en: "Governing bodies"), SitePath.bodies())]
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let body = try visit.find(GoverningBody.self, connection).record
        let all = try connection.all(Mandate.self, "WHERE body = ? ORDER BY seat, id LIMIT 200", [body.id.value]).map(\.record)
        let page = BodyShow(
            visit: visit, governing: body, sitting: all.filter { $0.isHeld(on: visit.today) }, over: all.filter { !$0.isHeld(on: visit.today) },
            names: try Names(visit, connection, of: all), history: try HistoryView(GoverningBody.self, body.id, visit, connection))
        return visit.page(body.name, lede: page.lede, trail: trail(visit)) { page }
    }
}

private struct BodyShow: Component {
    let visit: Visit
    let governing: GoverningBody
    let sitting: [Mandate]
    let over: [Mandate]
    let names: Names
    let history: HistoryView

    private var say: Say { visit.say }

    var lede: String {
        switch sitting.count {
        case 0: say("Personne n’y siège encore.", en: "Nobody sits in it yet.")
        case 1: say("Un siège est pourvu.", en: "One seat is held.")
        case let count: say("\(count) sièges sont pourvus.", en: "\(count) seats are held.")
        }
    }

    var body: some Markup {
        if visit.may(.directoryEdit) {
            div(.class("actions")) {
                a(say("Ajouter un mandat", en: "Add a mandate"), .class("primary"), .href(SitePath.mandateNew(governing.id)))
                a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.bodyEdit(governing.id)))
            }
        }
        dl(.class("summary")) {
            SummaryLine(say("Quorum", en: "Quorum"), governing.quorum)
            SummaryLine(say("Durée du mandat", en: "Term"), governing.mandateMonths.map { say("\($0) mois", en: "\($0) months") } ?? "")
            SummaryLine(say("Remarque", en: "Remark"), governing.note)
        }
        h2(say("Qui siège", en: "Who sits"))
        if sitting.isEmpty { p(say("Aucun mandat en cours.", en: "No mandate at present."), .class("soft")) }
        ul(.class("todo")) { Each(sitting) { line($0) } }
        if !over.isEmpty {
            h2(say("Mandats passés ou à venir", en: "Mandates past or to come"))
            ul(.class("todo")) { Each(over) { line($0) } }
        }
        history
    }

    private func line(_ mandate: Mandate) -> some Markup {
        let holder = [mandate.person.map { names[$0] }, mandate.organization.map { names[$0] }].compactMap { $0 }.joined(separator: ", ")
        return li {
            span(mandate.seat, .class("soft"))
            div {
                if visit.may(.directoryEdit) { a(holder, .href(SitePath.mandateEdit(mandate.id))) } else { holder }
                p(.class("soft")) { term(mandate) }
            }
            if !mandate.isHeld(on: visit.today), let ends = mandate.endsOn, ends < visit.today {
                span(say("terminé", en: "over"), .class("tag plain"))
            }
        }
    }

    private func term(_ mandate: Mandate) -> String {
        let starts = mandate.startsOn.map { say("depuis le \(Dates.short($0, .french))", en: "since \(Dates.short($0, .english))") }
        let ends = mandate.endsOn.map { say("jusqu’au \(Dates.short($0, .french))", en: "until \(Dates.short($0, .english))") }
        return [starts, ends].compactMap { $0 }.joined(separator: ", ")
    }
}
