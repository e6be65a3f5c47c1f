import Access
import HTML
import Journal
import NetworkLife
import Storage

extension OrganizationsController {
    static let list = RecordList<OrganizationProfile>(
        path: .organizations, permission: .directoryShow, title: Phrase("Annuaire", en: "Directory"),
        one: Phrase(same: "organisation"), many: Phrase(same: "organisations"),
        columns: [
            .organization { SitePath.organization($0) },
            .field("type"), .field("parts"), .field("branch"),
            ListColumn(Phrase("Adhésion", en: "Membership"), needs: ["standing"]) { organization, context in
                organization.standing.map { .tag(context.visit.say($0.label), style: $0.style) } ?? .text("")
            },
        ],
        filters: [
            .code(OrganizationProfile.self, "parts"), .code(OrganizationProfile.self, "type"), .reference(OrganizationProfile.self, "branch"),
            .code("standing", Phrase("Adhésion", en: "Membership"), MembershipStanding.self),
        ],
        sorts: [.name, .changed], search: "sort", isExported: true,
        actions: { visit in
            var actions = [
                ListAction(label: Phrase("Personnes", en: "People"), address: SitePath.people()),
                ListAction(label: Phrase("Membres", en: "Members"), address: SitePath.members()),
                ListAction(label: Phrase("Antennes", en: "Branches"), address: SitePath.branches()),
                ListAction(label: Phrase("Organes", en: "Governing bodies"), address: SitePath.bodies()),
            ]
            if visit.may(.directoryEdit) {
                let adding = ListAction(
                    label: Phrase("Ajouter une organisation", en: "Add an organisation"), address: SitePath.organizationNew(), isPrimary: true)
                actions.insert(adding, at: 0)
            }
            return actions
        },
        purpose: Phrase(
            "Les organisations paraîtront ici : membres, partenaires, autorités, prestataires. Ajoutez la première.",
            en: "Organisations will appear here: members, partners, authorities, service providers. Add the first."))
}

extension MembershipStanding {
    var style: String {
        switch self {
        case .member: "done"
        case .applicant, .reviewed: "waiting"
        case .suspended: "late"
        case .refused, .dissolved: "refused"
        default: "plain"
        }
    }
}

extension ListColumn where R == OrganizationProfile {
    /// What an organisation is called, leading to one of its pages.
    static func organization(_ page: @escaping @Sendable (ID<Organization>) -> Address) -> ListColumn {
        ListColumn(Phrase("Organisation", en: "Organisation"), needs: ["name", "acronym"]) { organization, _ in
            .link(organization.shortName, page(organization.id), note: organization.acronym.isEmpty ? "" : organization.name)
        }
    }
}
