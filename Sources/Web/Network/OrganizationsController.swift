import Access
import HTML
import Journal
import NetworkLife
import Storage

/// Organisations of the directory: members, partners, authorities, providers of services.
enum OrganizationsController {
    static let asked = [
        "name", "acronym", "type", "parts", "parent", "branch", "place", "address", "telephone", "email", "hours", "slogan", "note", "public", "verified",
    ]

    private static let desk = RecordDesk<OrganizationProfile>(
        permission: .directoryEdit, asked: asked,
        words: (
            Phrase("Ajouter une organisation", en: "Add an organisation"), Phrase("Modifier l’organisation", en: "Edit the organisation"),
            Phrase("Retirer cette organisation", en: "Take this organisation out")
        ),
        acts: (.organizationCreate, .organizationUpdate, .organizationRemove), paths: (.organizationNew, .organizationEdit, .organizationRemoval),
        begin: { _, _ in OrganizationProfile() }, home: { SitePath.organization($0.id) }, parent: { _ in SitePath.organizations() },
        trail: { visit, _, _ in trail(visit) }, rule: { try rule($0, $2) }, removalRule: { try removalRule($0, $1) })

    static let routes: [Route] = [list.route, .get(.organization, .permission(.directoryShow), show)] + desk.routes

    static func trail(_ visit: Visit) -> [(String, Address)] { [(visit.say("Annuaire", en: "Directory"), SitePath.organizations())] }

    /// One entry for each organisation; and none is its own parent, however far up.
    static func rule(_ organization: OrganizationProfile, _ connection: any Connection) throws {
        let key = Folded.key("\(organization.acronym) \(organization.name)")
        let twin = try connection.first(
            "SELECT 1 FROM organization WHERE sort = ? AND id <> ? LIMIT 1", [.text(key), organization.id.value]
        ) { _ in true }
        if twin != nil {
            throw Refusal(
                "organization.twin",
                Phrase(
                    "Une organisation de ce nom et de ce sigle est déjà dans l’annuaire.",
                    en: "An organisation of this name and acronym is in the directory already."),
                field: "name")
        }
        var above = organization.parent
        var seen: Set<ID<Organization>> = []
        while let parent = above, seen.insert(parent).inserted {
            guard parent != organization.id else {
                throw Refusal(
                    "organization.parent",
                    Phrase(
                        "Une organisation ne dépend pas d’elle-même. Choisissez un autre organisme.",
                        en: "An organisation is not its own parent. Choose another."),
                    field: "parent")
            }
            above = try connection.find(OrganizationProfile.self, parent)?.record.parent
        }
    }

    private static func removalRule(_ organization: OrganizationProfile, _ connection: any Connection) throws {
        let uses = [
            ("account", "organization", Phrase("Elle a des comptes.", en: "It has accounts.")),
            ("organization", "parent", Phrase("D’autres organisations en dépendent.", en: "Other organisations depend on it.")),
            (
                "membership_step", "organization",
                Phrase("Elle a une adhésion : notez plutôt son retrait.", en: "It has a membership: note its withdrawal instead.")
            ),
        ]
        for (kind, field, reason) in uses {
            let isUsed = try connection.first("SELECT 1 FROM \(kind) WHERE \(field) = ? LIMIT 1", [organization.id.value]) { _ in true } ?? false
            if isUsed { throw Refusal("organization.used", reason) }
        }
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let organization = try visit.find(OrganizationProfile.self, connection).record
        let children = try connection.all(OrganizationProfile.self, "WHERE parent = ? ORDER BY sort, id LIMIT 51", [organization.id.value]).map(\.record)
        let page = OrganizationShow(
            visit: visit, organization: organization, children: children, names: try Names(visit, connection, of: [organization]),
            history: try HistoryView(OrganizationProfile.self, organization.id, visit, connection))
        let lede = organization.acronym.isEmpty ? visit.say(organization.type.label) : "\(organization.acronym) – \(visit.say(organization.type.label))"
        return visit.page(organization.name, lede: lede, trail: trail(visit)) { page }
    }
}

private struct OrganizationShow: Component {
    let visit: Visit
    let organization: OrganizationProfile
    let children: [OrganizationProfile]
    let names: Names
    let history: HistoryView

    private var say: Say { visit.say }

    var body: some Markup {
        if let standing = organization.standing { p { span(say(standing.label), .class("tag \(standing.style)")) } }
        div(.class("actions")) {
            if visit.may(.directoryEdit) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.organizationEdit(organization.id))) }
            if organization.standing != nil || visit.may(.membershipEdit) {
                a(say("Adhésion", en: "Membership"), .class("secondary"), .href(SitePath.membership(organization.id)))
            }
        }
        dl(.class("summary")) {
            SummaryLine(
                say("Place dans le réseau", en: "Part in the network"),
                OrganizationPart.list.filter { organization.parts.elements.contains($0.0) }.map { say($0.1) }.joined(separator: ", "))
            if let parent = organization.parent { linked(say("Organisme de tutelle", en: "Parent body"), names[parent], SitePath.organization(parent)) }
            if let branch = organization.branch { linked(say("Antenne", en: "Branch"), names[branch], SitePath.branch(branch)) }
            SummaryLine(say("Lieu", en: "Place"), names[organization.place])
            SummaryLine(say("Adresse", en: "Address"), organization.address)
            if !organization.telephone.isEmpty { linked(say("Téléphone", en: "Telephone"), organization.telephone, .telephone(organization.telephone)) }
            if !organization.email.isEmpty { linked(say("Courriel", en: "E-mail"), organization.email, .mail(organization.email)) }
            SummaryLine(say("Horaires", en: "Hours"), organization.hours)
            SummaryLine(say("Devise", en: "Slogan"), organization.slogan)
            SummaryLine(say("Remarque", en: "Remark"), organization.note)
            SummaryLine(say("Annuaire public", en: "Public directory"), organization.isPublic ? say("visible", en: "shown") : say("non", en: "no"))
            SummaryLine(
                say("Informations vérifiées", en: "Information verified"), organization.isVerified ? say("oui", en: "yes") : say("pas encore", en: "not yet"))
        }
        if !children.isEmpty {
            h2(say("Organisations qui en dépendent", en: "Organisations that depend on it"))
            ul { Each(children.prefix(50)) { child in li { a(child.name, .href(SitePath.organization(child.id))) } } }
            if children.count > 50 { p(say("Il y en a d’autres : cherchez dans l’annuaire.", en: "There are more: search the directory."), .class("soft")) }
        }
        history
    }

    private func linked(_ label: String, _ text: String, _ address: Address) -> some Markup {
        div {
            dt(label)
            dd { a(text, .href(address)) }
        }
    }
}
