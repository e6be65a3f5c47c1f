import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// The directory of services: who offers what, where and for whom. Only what someone verified lately is shown to those who point people to it.
enum ServicesController {
    private static let asked = [
        "name", "provider", "kinds", "place", "profiles", "takes_asylum", "return_only", "conditions", "hours", "languages", "cost", "telephone",
        "email", "contact", "capacity", "capacity_on", "source", "note",
    ]

    private static let desk = RecordDesk<ServiceOffer>(
        permission: .serviceEdit, asked: asked,
        words: (
            Phrase("Ajouter un service", en: "Add a service"), Phrase("Modifier le service", en: "Edit the service"),
            Phrase("Retirer ce service", en: "Take this service out")
        ),
        acts: (.serviceCreate, .serviceUpdate, .serviceRemove), paths: (.serviceNew, .serviceEdit, .serviceRemoval),
        begin: { _, _ in ServiceOffer() }, home: { SitePath.service($0.id) }, parent: { _ in SitePath.services() },
        trail: { visit, _, _ in trail(visit) }, rule: { offer, visit, _ in try offer.check(today: visit.today) })

    static let routes: [Route] =
        [
            list.route, .get(.service, .permission(.serviceShow), show),
            .post(.serviceVerification, .permission(.serviceEdit)) { visit, typed in
                let (account, today) = (try visit.reader().account, visit.today)
                return try await change(visit, typed, .serviceVerify) { ($0.verifiedOn, $0.verifiedBy) = (today, account) }
            },
            .post(.serviceHiding, .permission(.serviceEdit)) { visit, typed in
                try await change(visit, typed, .serviceHide) { ($0.verifiedOn, $0.verifiedBy) = (nil, nil) }
            },
        ] + desk.routes

    static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit, of: .services) }

    /// What `ServiceOffer.isShown` says, in SQL.
    static func shown(on today: Day) -> (sql: String, values: [Value]) {
        ("verified BETWEEN ? AND ?", [today.advanced(by: -ServiceOffer.daysShown).value, today.value])
    }

    private static func change(
        _ visit: Visit, _ typed: Typed, _ act: ActName, _ change: @escaping @Sendable (inout ServiceOffer) -> Void
    ) async throws -> Reply {
        let id = try await visit.site.store.read { try visit.find(ServiceOffer.self, $0).id }
        let outcome = try await visit.perform(act, typed) { act in
            guard var offer = try act.connection.find(ServiceOffer.self, id)?.record else { return }
            change(&offer)
            try act.update(offer)
        }
        return .done(outcome, at: SitePath.service(id))
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let offer = try visit.find(ServiceOffer.self, connection).record
        guard offer.isShown(on: visit.today) || visit.may(.serviceEdit) else { throw Failure.notFound }
        let page = ServiceShow(
            visit: visit, offer: offer, names: try Names(visit, connection, of: [offer]),
            history: try HistoryView(ServiceOffer.self, offer.id, visit, connection))
        return visit.page(offer.name, lede: offer.name.hasPrefix(offer.provider) ? nil : offer.provider, trail: trail(visit)) { page }
    }
}

extension ServicesController {
    static let list = RecordList<ServiceOffer>(
        path: .services, permission: .serviceShow, title: Phrase("Répertoire des services", en: "Service directory"), one: Phrase(same: "service"),
        many: Phrase(same: "services"),
        columns: [
            ListColumn(Phrase(same: "Service"), needs: ["name", "provider"]) { offer, _ in
                .link(offer.name, SitePath.service(offer.id), note: offer.name.hasPrefix(offer.provider) ? "" : offer.provider)
            },
            .field("kinds"),
            ListColumn(Phrase("Lieu", en: "Place"), needs: ["place"]) { offer, context in
                .text(offer.place == nil ? context.visit.say("Tout le pays", en: "The whole country") : context.names[offer.place])
            },
            .field("profiles"),
            ListColumn(Phrase("État", en: "State"), needs: ["verified_on", "return_only", "takes_asylum"]) { offer, context in
                let (text, style) = offer.state(on: context.visit.today, context.visit.say)
                return .tag(text, style: style)
            },
        ],
        filters: [.code(ServiceOffer.self, "kinds"), region, profile, asylum, verification],
        sorts: [.name],
        search: "sort", within: { $0.may(.serviceEdit) ? nil : shown(on: $0.today) }, isExported: true, trail: { Registers.trail($0) },
        lede: { visit, connection in
            guard visit.may(.serviceEdit) else { return nil }
            let shown = shown(on: visit.today)
            let hidden = try visit.count(of: ServiceOffer.self, where: "NOT (\(shown.sql))", shown.values, connection)
            switch hidden {
            case 0: return nil
            case 1: return visit.say("1 service est caché : à vérifier.", en: "1 service is hidden: to be verified.")
            default: return visit.say("\(hidden) services sont cachés : à vérifier.", en: "\(hidden) services are hidden: to be verified.")
            }
        },
        actions: { Registers.actions($0, of: .services) },
        purpose: Phrase(
            "Aucun service vérifié encore. Un service paraît ici dès que quelqu’un du réseau l’a vérifié, pour quatre-vingt-dix jours.",
            en: "No verified service yet. A service appears here once someone of the network has verified it, for ninety days."))

    /// What is offered in a region, or in the whole country.
    private static let region = ListFilter(
        name: "place", label: Phrase("Région", en: "Region"),
        options: { _, connection in
            try connection.rows("SELECT place, name FROM place WHERE level = 1 ORDER BY sort") { (code: try $0.text(0), label: try $0.text(1)) }
        },
        condition: { code, _ in PlaceCode(code).map { ("(place IS NULL OR place LIKE ?)", [.text($0.code + "%")]) } })

    private static let profile = ListFilter(
        name: "profiles", label: Phrase("Pour qui", en: "For whom"), list: ServiceProfile.list.map { ($0.0.code, $0.1) }
    ) { code in
        ("(profiles = '' OR (' ' || profiles || ' ') LIKE ? OR (' ' || profiles || ' ') LIKE '% anyone %')", [.text("% \(code) %")])
    }

    /// What `ServiceSearch.allows` says of someone who may seek asylum, in SQL.
    private static let asylum = ListFilter(
        name: "asylum", label: Phrase("La personne peut demander l’asile", en: "The person may seek asylum"),
        list: [("yes", Phrase("oui : jamais un service de retour seul", en: "yes: never a return-only service"))]
    ) { _ in ("return_only = ?", [false.value]) }

    private static let verification = ListFilter(
        name: "verification", label: Phrase("Vérification", en: "Verification"),
        options: { visit, _ in
            visit.may(.serviceEdit)
                ? [("hidden", visit.say("À vérifier", en: "To be verified")), ("shown", visit.say("Vérifiés", en: "Verified"))] : []
        },
        condition: { code, today in
            let shown = shown(on: today)
            return code == "shown" ? shown : code == "hidden" ? ("NOT (\(shown.sql))", shown.values) : nil
        })
}

extension ServiceOffer {
    func state(on today: Day, _ say: Say) -> (text: String, style: String) {
        if !isShown(on: today) { return (say("Caché, à vérifier", en: "Hidden, to be verified"), "waiting") }
        if isReturnOnly { return (say("Retour seulement", en: "Return only"), "late") }
        return takesAsylumRequests ? (say("Reçoit les demandes d’asile", en: "Takes asylum requests"), "done") : ("", "plain")
    }
}

private struct ServiceShow: Component {
    let visit: Visit
    let offer: ServiceOffer
    let names: Names
    let history: HistoryView

    private var say: Say { visit.say }
    private var isShown: Bool { offer.isShown(on: visit.today) }

    var body: some Markup {
        let (text, style) = offer.state(on: visit.today, say)
        if !text.isEmpty { p { span(text, .class("tag \(style)")) } }
        if offer.isReturnOnly {
            section(.class("note")) {
                p(
                    say(
                        "Ce service n’aide qu’au retour. Une personne qui peut demander l’asile n’y est jamais envoyée : montrez-lui où l’asile se demande.",
                        en: "This service helps only to go back. A person who may seek asylum is never sent there: show them where asylum is asked for."))
                p { a(say("Où demander l’asile", en: "Where to ask for asylum"), .href(SitePath.services().query("kinds", ServiceKind.asylum.code))) }
            }
        }
        if visit.may(.serviceEdit) {
            div(.class("actions")) {
                ActButton(
                    visit: visit, action: SitePath.serviceVerification(offer.id), label: say("J’ai vérifié aujourd’hui", en: "I verified it today"),
                    style: "primary")
                a(say("Modifier", en: "Edit"), .class("secondary"), .href(SitePath.serviceEdit(offer.id)))
                if isShown { ActButton(visit: visit, action: SitePath.serviceHiding(offer.id), label: say("Plus à jour : cacher", en: "Out of date: hide it")) }
            }
        }
        dl(.class("summary")) {
            FieldLines(record: offer, fields: ["kinds"], names: names, say: say)
            SummaryLine(say("Lieu", en: "Place"), offer.place == nil ? say("Tout le pays", en: "The whole country") : names[offer.place])
            FieldLines(record: offer, fields: ["profiles", "conditions", "hours", "languages", "cost", "contact"], names: names, say: say)
            if !offer.telephone.isEmpty { linked(say("Téléphone", en: "Telephone"), offer.telephone, .telephone(offer.telephone)) }
            if !offer.email.isEmpty { linked(say("Courriel", en: "E-mail"), offer.email, .mail(offer.email)) }
            SummaryLine(
                say("Places", en: "Places"),
                offer.capacity.map { capacity in
                    offer.capacityOn.map { say("\(capacity), au \(Dates.short($0, .french))", en: "\(capacity), as of \(Dates.short($0, .english))") }
                        ?? "\(capacity)"
                } ?? "")
            FieldLines(record: offer, fields: ["source", "note"], names: names, say: say)
            SummaryLine(say("Vérifié", en: "Verified"), verified)
        }
        history
    }

    private var verified: String {
        guard let on = offer.verifiedOn else { return say("par personne encore", en: "by nobody yet") }
        let day = Dates.short(on, visit.language)
        return say("le \(day), par \(names[offer.verifiedBy])", en: "on \(day), by \(names[offer.verifiedBy])")
    }

    private func linked(_ label: String, _ text: String, _ address: Address) -> some Markup {
        div {
            dt(label)
            dd { a(text, .href(address)) }
        }
    }
}
