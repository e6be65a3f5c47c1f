import Access
import HTML
import Journal
import NetworkLife
import Storage

extension GlanceController {
    /// What each member does for the network. Its figures about people are its own: they lead nobody else further.
    static let members = RecordList<OrganizationProfile>(
        path: .glanceMembers, permission: .indicatorShow, title: Phrase("Ce que fait chaque membre", en: "What each member does"),
        one: Phrase(same: "organisation"), many: Phrase(same: "organisations"),
        columns: [
            .organization { SitePath.organization($0) },
            .field("branch"), .more("meetings", Phrase("Rencontres suivies", en: "Meetings attended")), .more("people", Phrase(same: "Participations")),
            .more("open", Phrase("Décisions à exécuter", en: "Decisions to carry out")), .more("late", Phrase("Dont en retard", en: "Late among them")),
        ],
        filters: [.reference(OrganizationProfile.self, "branch"), .code(OrganizationProfile.self, "type")],
        sorts: [.name], always: "standing = 'member'", search: "sort", trail: { trail($0) },
        lede: { visit, _ in
            visit.say(
                "Sa part dans les rencontres et les décisions. Ses chiffres sur des personnes restent chez lui.",
                en: "Its part in meetings and decisions. Its figures about people stay with it.")
        },
        more: { visit, organizations, connection in
            let none: [String: Cell] = ["meetings": .number(0), "people": .number(0), "open": .number(0), "late": .number(0)]
            var cells = Dictionary(uniqueKeysWithValues: organizations.map { ($0.id.cast() as AnyID, none) })
            for list in connection.lists(of: organizations.map { $0.id.value }) {
                try connection.each(
                    """
                    SELECT organization, COUNT(DISTINCT meeting), SUM(women + men + others) FROM attendance \
                    WHERE women + men + others > 0 AND organization IN \(list.places) GROUP BY organization
                    """, list.values
                ) { row in
                    let id = try row.id(0)
                    cells[id]?["meetings"] = .number(Int(try row.integer(1)))
                    cells[id]?["people"] = .number(Int(try row.integer(2)))
                }
                try connection.each(
                    """
                    SELECT account.organization, COUNT(*), COUNT(CASE WHEN decision.deadline < ? THEN 1 END) \
                    FROM decision JOIN account ON account.id = decision.owner \
                    WHERE decision.settled = 0 AND account.organization IN \(list.places) GROUP BY account.organization
                    """, [visit.today.value] + list.values
                ) { row in
                    let id = try row.id(0)
                    cells[id]?["open"] = .number(Int(try row.integer(1)))
                    cells[id]?["late"] = .number(Int(try row.integer(2)))
                }
            }
            return cells
        },
        purpose: Phrase(
            "Les organisations admises paraîtront ici avec leur part dans les rencontres et les décisions. Enregistrez les adhésions dans l’annuaire.",
            en: "Organisations that were admitted will appear here with their part in meetings and decisions. Enter memberships in the directory."))

    static func trail(_ visit: Visit) -> [(String, Address)] {
        LogframeController.trail(visit, in: true) + [(visit.say("Résultats en un coup d’œil", en: "Results at a glance"), SitePath.glance())]
    }
}

/// What an antenna does: its meetings, and what they decided.
struct BranchWork: Sendable {
    let branch: BranchProfile
    private(set) var meetings = 0
    private(set) var open = 0
    private(set) var late = 0

    static func all(_ today: Day, _ connection: any Connection) throws -> [BranchWork] {
        let branches = try connection.all(BranchProfile.self, "ORDER BY name, id LIMIT 100").map(\.record)
        var all = Dictionary(uniqueKeysWithValues: branches.map { ($0.id.cast() as AnyID, BranchWork(branch: $0)) })
        try connection.each("SELECT branch, COUNT(*) FROM meeting WHERE branch IS NOT NULL AND starts_on <= ? GROUP BY branch", [today.value]) { row in
            let id = try row.id(0)
            all[id]?.meetings = Int(try row.integer(1))
        }
        try connection.each(
            """
            SELECT meeting.branch, COUNT(*), COUNT(CASE WHEN decision.deadline < ? THEN 1 END) FROM decision JOIN meeting ON meeting.id = decision.meeting \
            WHERE decision.settled = 0 AND meeting.branch IS NOT NULL GROUP BY meeting.branch
            """, [today.value]
        ) { row in
            let id = try row.id(0)
            all[id]?.open = Int(try row.integer(1))
            all[id]?.late = Int(try row.integer(2))
        }
        return branches.compactMap { all[$0.id.cast()] }
    }
}
