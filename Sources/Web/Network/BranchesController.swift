import Access
import HTML
import Journal
import NetworkLife
import Storage

/// The network's seat and its antennas, with their focal points and members.
enum BranchesController {
    private static let desk = RecordDesk<BranchProfile>(
        permission: .directoryEdit, asked: ["name", "place", "seat", "focal_point"],
        words: (
            Phrase("Ajouter une antenne", en: "Add a branch"), Phrase("Modifier l’antenne", en: "Edit the branch"),
            Phrase("Retirer cette antenne", en: "Take this branch out")
        ),
        acts: (.branchCreate, .branchUpdate, .branchRemove), paths: (.branchNew, .branchEdit, .branchRemoval),
        begin: { _, _ in BranchProfile() }, home: { SitePath.branch($0.id) }, parent: { _ in SitePath.branches() },
        trail: { visit, _, _ in trail(visit) }, rule: { try rule($0, $2) }, removalRule: { try removalRule($0, $1) })

    static let list = RecordList<BranchProfile>(
        path: .branches, permission: .directoryShow, title: Phrase("Antennes", en: "Branches"), one: Phrase("antenne", en: "branch"),
        many: Phrase("antennes", en: "branches"),
        columns: [
            ListColumn(Phrase("Antenne", en: "Branch"), needs: ["name", "seat"]) { branch, context in
                .link(branch.name, SitePath.branch(branch.id), note: branch.isSeat ? context.visit.say("siège du réseau", en: "seat of the network") : "")
            },
            .field("place"), .field("focal_point"),
        ],
        sorts: [
            ListSort("name", column: "name", ascending: Phrase("Nom, de A à Z", en: "Name, A to Z"), descending: Phrase("Nom, de Z à A", en: "Name, Z to A"))
        ],
        isExported: true, trail: { OrganizationsController.trail($0) },
        actions: { visit in
            guard visit.may(.directoryEdit) else { return [] }
            return [ListAction(label: Phrase("Ajouter une antenne", en: "Add a branch"), address: SitePath.branchNew(), isPrimary: true)]
        },
        purpose: Phrase("Les antennes du réseau paraîtront ici, siège compris.", en: "The network’s branches will appear here, its seat among them."))

    static let routes: [Route] = [list.route, .get(.branch, .permission(.directoryShow), show)] + desk.routes

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        OrganizationsController.trail(visit) + [(visit.say("Antennes", en: "Branches"), SitePath.branches())]
    }

    /// One seat, and no more.
    private static func rule(_ branch: BranchProfile, _ connection: any Connection) throws {
        guard branch.isSeat else { return }
        let other = try connection.all(BranchProfile.self, "ORDER BY name LIMIT 500").first { $0.record.isSeat && $0.id != branch.id }
        if let other {
            throw Refusal(
                "branch.seat",
                Phrase(
                    "Le siège est déjà : \(other.record.name). Modifiez d’abord cette antenne.",
                    en: "The seat is already: \(other.record.name). Edit that branch first."),
                field: "seat")
        }
    }

    private static func removalRule(_ branch: BranchProfile, _ connection: any Connection) throws {
        for (kind, reason) in [
            ("organization", Phrase("Des organisations y sont rattachées.", en: "Organisations belong to it.")),
            ("meeting", Phrase("Des rencontres y sont rattachées.", en: "Meetings belong to it.")),
        ] {
            let isUsed = try connection.first("SELECT 1 FROM \(kind) WHERE branch = ? LIMIT 1", [branch.id.value]) { _ in true } ?? false
            if isUsed { throw Refusal("branch.used", reason) }
        }
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let branch = try visit.find(BranchProfile.self, connection).record
        let members = try connection.all(
            OrganizationProfile.self, "WHERE branch = ? ORDER BY sort, id LIMIT 51", [branch.id.value]
        ).map(\.record)
        let names = try Names(visit, connection, of: [branch])
        let history = try HistoryView(BranchProfile.self, branch.id, visit, connection)
        let say = visit.say
        return visit.page(
            branch.name, lede: branch.isSeat ? say("Siège du réseau", en: "Seat of the network") : say("Antenne du réseau", en: "Branch of the network"),
            trail: trail(visit)
        ) {
            if visit.may(.directoryEdit) {
                div(.class("actions")) { a(say("Modifier", en: "Edit"), .class("primary"), .href(SitePath.branchEdit(branch.id))) }
            }
            dl(.class("summary")) {
                SummaryLine(say("Point focal", en: "Focal point"), branch.focalPoint.map { names[$0] } ?? say("à désigner", en: "to be named"))
                SummaryLine(say("Lieu", en: "Place"), names[branch.place])
            }
            h2(say("Organisations rattachées", en: "Organisations that belong to it"))
            if members.isEmpty {
                p(say("Aucune pour l’instant : l’antenne se choisit à l’admission.", en: "None for now: the branch is chosen at admission."), .class("soft"))
            }
            ul(.class("todo")) {
                Each(members.prefix(50)) { member in
                    li {
                        span(member.acronym, .class("soft"))
                        div { a(member.name, .href(SitePath.organization(member.id))) }
                        if let standing = member.standing { span(say(standing.label), .class("tag \(standing.style)")) }
                    }
                }
            }
            if members.count > 50 {
                p {
                    a(
                        say("Toutes les organisations de l’antenne", en: "All organisations of the branch"),
                        .href(SitePath.organizations().query("branch", branch.id.description)))
                }
            }
            history
        }
    }
}
