import Access
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// Who came: how many women, men and others for each organisation, and the sheet that they sign.
enum AttendanceController {
    static let routes: [Route] = [
        .get(.attendance, .permission(.meetingShow)) { try page($0, $1) },
        .post(.attendance, .permission(.meetingEdit), take),
        .get(.signInSheet, .permission(.meetingEdit), sheet),
    ]

    static let columns: [(name: String, label: Phrase)] = [
        ("women", Phrase("Femmes", en: "Women")), ("men", Phrase("Hommes", en: "Men")), ("others", Phrase("Autres", en: "Others")),
    ]

    /// One organisation's row: what stands, and what is typed over it.
    struct Row: Sendable {
        let organization: ID<Organization>
        let name: String
        var attendance: Attendance?
        let region: PlaceCode?
    }

    /// Those invited, those who came all the same, and where nobody is invited, the members.
    private static func listed(_ meeting: MeetingRecord, _ connection: any Connection) throws -> [Row] {
        let stored = try connection.all(Attendance.self, "WHERE meeting = ? ORDER BY id LIMIT 1000", [meeting.id.value]).map(\.record)
        var ids = try connection.invitations(to: meeting.id).compactMap(\.organization) + stored.compactMap(\.organization)
        if ids.isEmpty { ids = try connection.memberOrganizations().map(\.id) }
        var seen: Set<ID<Organization>> = []
        return try ids.filter { seen.insert($0).inserted }.compactMap { id in
            guard let organization = try connection.find(OrganizationProfile.self, id)?.record else { return nil }
            let own = stored.first { $0.organization == id }
            return Row(
                organization: id, name: organization.shortName, attendance: own, region: own?.region ?? organization.place?.region)
        }.sorted { Folded.key($0.name) < Folded.key($1.name) }
    }

    private static func take(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let meeting = try await visit.site.store.read { try MeetingsController.find(visit, $0) }.record
        let rows = try await visit.site.store.read { connection in
            var rows = try listed(meeting, connection)
            if let added = ID<Organization>(typed["added"]), !rows.contains(where: { $0.organization == added }),
                let organization = try connection.find(OrganizationProfile.self, added)?.record
            {
                rows.append(Row(organization: added, name: organization.shortName, attendance: nil, region: organization.place?.region))
            }
            return rows
        }
        var problems: [Refusal.Problem] = []
        var taken: [Attendance] = []
        if !typed["added"].isEmpty, !rows.contains(where: { $0.organization.description == typed["added"] }) {
            problems.append(.init("added", Problem.unknownChoice.phrase))
        }
        for row in rows {
            var new = row.attendance ?? Attendance()
            new.meeting = meeting.id
            new.organization = row.organization
            new.region = row.region
            (new.women, new.men, new.others) = (0, 0, 0)
            let key = row.organization.description == typed["added"] && row.attendance == nil ? "added" : row.organization.description
            let one = Typed(Dictionary(uniqueKeysWithValues: columns.map { ($0.name, [typed["\($0.name)-\(key)"]]) }))
            for problem in new.take(one, asked: Set(columns.map(\.name))) + new.problems() {
                problems.append(
                    .init(problem.field.map { "\($0)-\(key)" }, Phrase("\(row.name) : \(problem.text.french)", en: "\(row.name): \(problem.text.english)")))
            }
            if let region = PlaceCode(typed["region-\(key)"]) { new.region = region }
            taken.append(new)
        }
        guard problems.isEmpty else {
            return try await visit.site.store.read { [problems] in try page(visit, $0, typed: typed, problems: problems) }
        }
        let known = Set(rows.compactMap { $0.attendance?.id })
        let outcome = try await visit.perform(.attendanceUpdate, typed) { [taken] act in
            for attendance in taken {
                if known.contains(attendance.id) {
                    if attendance.total > 0 {
                        try act.update(attendance)
                    } else if let stored = try act.connection.find(Attendance.self, attendance.id) {
                        try act.remove(stored)
                    }
                } else if attendance.total > 0 {
                    try act.make(attendance)
                }
            }
        }
        return .done(outcome, at: SitePath.attendance(meeting.id))
    }

    private static func page(_ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = []) throws -> Reply {
        let meeting = try MeetingsController.find(visit, connection).record
        let regions = try connection.all(PlaceProfile.self, "WHERE level = 1 ORDER BY place LIMIT 20").map(\.record)
        let rows = try listed(meeting, connection)
        let organizations = try connection.all(OrganizationProfile.self, "ORDER BY sort, id LIMIT 500").map(\.record)
        let isNoted = rows.contains { $0.attendance != nil }
        let view = AttendanceView(
            visit: visit, meeting: meeting, rows: rows, regions: regions.compactMap { region in region.place.map { ($0.code, region.name) } },
            organizations: organizations.filter { one in !rows.contains { $0.organization == one.id } }.map { ($0.id.description, $0.shortName) },
            typed: typed, problems: problems)
        return visit.page(
            visit.say("Présence", en: "Attendance"),
            lede: isNoted ? view.lede : visit.say("La présence n’est pas encore notée.", en: "Attendance is not noted yet."),
            trail: [(meeting.title, SitePath.meeting(meeting.id))], status: problems.isEmpty ? .ok : .unprocessableContent
        ) { view }
    }

    private static func sheet(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let meeting = try MeetingsController.find(visit, connection).record
        let coming = meeting.isRestricted ? [] : try connection.invitations(to: meeting.id).filter { $0.answer == .coming }
        let names = try Names(visit, connection, of: coming)
        let sheet = SignInSheet(
            visit: visit, meeting: meeting,
            filled: coming.map { (name: $0.person.map { names[$0] } ?? "", organization: $0.organization.map { names[$0] } ?? "", function: $0.capacity) })
        return visit.page(
            visit.say("Feuille d’émargement", en: "Sign-in sheet"), lede: meeting.title, trail: [(meeting.title, SitePath.meeting(meeting.id))]
        ) { sheet }
    }
}

extension Attendance {
    /// What no room holds.
    fileprivate func problems() -> [Refusal.Problem] {
        [("women", women), ("men", men), ("others", others)].compactMap { field, count in
            (0...Self.countAtMost).contains(count) ? nil : Refusal.Problem(field, Self.tooMany)
        }
    }
}
