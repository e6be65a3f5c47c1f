import Access
import Accounts
import Journal
import Statistics
import Storage

/// What the network's own registers tell of its life, each by its indicator: of all its organisations, since it has them in common.
package enum NetworkMeasures {
    /// The regions for which work is planned by name in the quarter of a day, and those of which something was reported in it by then: the area that keeps
    /// the plan reads them.
    package typealias Plans = @Sendable (Day, any Connection) throws -> (planned: Set<Region>, reported: Set<Region>)

    package static func all(plans: @escaping Plans) -> [Measure] {
        [activeMembers, nationalMeetings, women, workingBranches(plans), decisionsInTime]
    }

    static let region = Dimension("region", Phrase("Région", en: "Region"), codes: nil)
    private static let meetingType = Dimension("meeting", Phrase("Type de rencontre", en: "Type of meeting"), MeetingType.self)

    /// How long before the day a member that took part counts as active.
    static let monthsActive = 6
    /// The steps of a membership read at once: two for each of several thousand organisations.
    private static let most = 100_000

    static let activeMembers = Measure(
        "R1.1", Phrase("Organisations membres actives", en: "Active member organisations"),
        definition: Phrase(
            "Organisations membres ce jour-là dont quelqu’un a été présent à une rencontre du réseau dans les six mois d’avant. Une organisation suspendue n’est pas comptée.",
            en:
                "Organisations that were members on that day and had someone at a meeting of the network in the six months before. A suspended organisation is not counted."
        ),
        unit: Phrase("organisations", en: "member organisations"), .stock,
        by: [region, Dimension("type", Phrase("Type d’organisation", en: "Type of organisation"), OrganizationType.self)], of: .deeds,
        from: [OrganizationProfile.kind]
    ) { question, connection in
        let day = question.countingDay
        var last: [ID<Organization>: MembershipStep] = [:]
        for step in try connection.all(MembershipStep.self, "WHERE \"on\" <= ? ORDER BY \"on\", id LIMIT \(most)", [day.value]).map(\.record) {
            if let organization = step.organization { last[organization] = step }
        }
        let present = try Set(
            connection.rows(
                """
                SELECT DISTINCT organization FROM attendance WHERE women + men + others > 0 AND meeting IN \
                (SELECT id FROM meeting WHERE starts_on BETWEEN ? AND ?)
                """, [day.advanced(byMonths: -monthsActive).value, day.value]
            ) { try ID<Organization>(value: .bytes($0.bytes(0))) })
        let profiles = try Dictionary(uniqueKeysWithValues: connection.all(OrganizationProfile.self, "ORDER BY id LIMIT \(most)").map { ($0.id, $0.record) })
        let branches = try Dictionary(uniqueKeysWithValues: connection.all(BranchProfile.self, "ORDER BY id LIMIT \(most)").map { ($0.id, $0.record) })
        return last.values.filter { $0.step.isMember }.sorted { $0.organization! < $1.organization! }.compactMap { step in
            guard let organization = step.organization, asks(question, organization) else { return nil }
            let profile = profiles[organization]
            let place = profile?.place ?? (profile?.branch).flatMap { branches[$0]?.place }
            return MeasureRow(
                when: day.description, kind: OrganizationProfile.kind, record: organization.cast(), counts: present.contains(organization),
                codes: ["region": place?.region?.code, "type": profile?.type.code])
        }
    }

    /// The meetings that took place on these days.
    private static func meetings(_ question: MeasureQuestion, _ connection: any Connection) throws -> [MeetingRecord] {
        try connection.all(
            MeetingRecord.self, "WHERE \(question.ofNetwork.sql) AND starts_on BETWEEN ? AND ? ORDER BY starts_on, id",
            question.ofNetwork.values + [question.first, question.last]
        ).map(\.record)
            .filter { $0.endsOn.map { $0 <= question.today } ?? false }
    }

    /// The people counted at these meetings, by meeting.
    private static func attendance(at meetings: [MeetingRecord], _ connection: any Connection) throws -> [ID<Meeting>: [Attendance]] {
        let all = try connection.lists(of: meetings.map(\.id.value)).flatMap { list in
            try connection.all(Attendance.self, "WHERE meeting IN \(list.places) ORDER BY id", list.values).map(\.record)
        }
        return Dictionary(grouping: all.filter { $0.meeting != nil && $0.total > 0 }) { $0.meeting! }
    }

    static let nationalMeetings = Measure(
        "R1.2", Phrase("Rencontres nationales tenues", en: "National meetings held"),
        definition: Phrase(
            "Rencontres nationales terminées dont le procès-verbal est écrit et la présence notée.",
            en: "National meetings that are over, whose minutes are written and whose attendance is noted."),
        unit: Phrase("rencontres", en: "meetings"), .sum, by: [region], of: .deeds, from: [MeetingRecord.kind]
    ) { question, connection in
        let national = try meetings(question, connection).filter { $0.type == .national && !$0.minutes.isEmpty }
        let present = try attendance(at: national, connection)
        return national.filter { present[$0.id] != nil }.map { meeting in
            MeasureRow(
                when: meeting.startsOn?.description ?? "", kind: MeetingRecord.kind, record: meeting.id.cast(), codes: ["region": meeting.place?.region?.code])
        }
    }

    static let women = Measure(
        "R1.3", Phrase("Femmes parmi les participants aux rencontres", en: "Women among those at meetings"),
        definition: Phrase(
            "Part des femmes parmi les personnes comptées aux rencontres de la période, cérémonies comprises. Une personne venue à deux rencontres compte dans chacune, et une fois à chacune.",
            en:
                "Share of women among the people counted at the meetings of the period, ceremonies included. Who came to two meetings counts in both, and once in each."
        ),
        unit: Phrase(same: "participations"), .share, by: [meetingType, region], of: .deeds, from: [MeetingRecord.kind]
    ) { question, connection in
        let all = try meetings(question, connection)
        let present = try attendance(at: all, connection)
        return all.flatMap { meeting in
            (present[meeting.id] ?? []).filter { $0.organization.map { asks(question, $0) } ?? true }.flatMap { attendance in
                [(attendance.women, true), (attendance.men + attendance.others, false)].filter { $0.0 > 0 }.map { count, isWoman in
                    MeasureRow(
                        when: meeting.startsOn?.description ?? "", kind: MeetingRecord.kind, record: meeting.id.cast(), amount: count, counts: isWoman,
                        codes: ["meeting": meeting.type.code, "region": attendance.region?.code])
                }
            }
        }
    }

    private static func workingBranches(_ plans: @escaping Plans) -> Measure {
        Measure(
            "R1.4", Phrase("Antennes au travail", en: "Branches at work"),
            definition: Phrase(
                "Antennes, siège excepté, qui, dans le trimestre du projet où tombe ce jour, ont un point focal, une activité prévue nommément dans leur région, et un point d’avancement noté sur une activité de leur région.",
                en:
                    "Branches, without the seat, that in the project’s quarter of that day have a focal point, an activity planned for their region by name, and a progress note on an activity of their region."
            ),
            unit: Phrase("antennes", en: "branches"), .stock, by: [region], of: .deeds, from: [BranchProfile.kind]
        ) { question, connection in
            let day = question.countingDay
            let led = try Set(
                connection.all(RoleAssignment.self, "WHERE role = ? AND branch IS NOT NULL ORDER BY id LIMIT \(most)", [Role.branchFocalPoint.value])
                    .compactMap(\.record).filter { $0.since.map { $0 <= day } ?? true }.compactMap(\.branch))
            let (planned, reported) = try plans(day, connection)
            let working = planned.intersection(reported)
            return try connection.all(BranchProfile.self, "WHERE seat = 0 ORDER BY name, id LIMIT \(most)").map(\.record).map { branch in
                let isLed = branch.focalPoint != nil || led.contains(branch.id)
                return MeasureRow(
                    when: day.description, kind: BranchProfile.kind, record: branch.id.cast(),
                    counts: isLed && (Region(of: branch.place).map(working.contains) ?? false), codes: ["region": branch.place?.region?.code])
            }
        }
    }

    static let decisionsInTime = Measure(
        "R1.6", Phrase("Décisions exécutées dans le délai", en: "Decisions carried out in time"),
        definition: Phrase(
            "Part des décisions qui ont un responsable et une échéance dans la période, maintenant passée, et qui ont été notées faites au plus tard ce jour-là. Une décision abandonnée n’est pas comptée.",
            en:
                "Share of the decisions with someone in charge and a due date in the period, now past, that were noted as done by that day. A dropped decision is not counted."
        ),
        unit: Phrase("décisions", en: "decisions"), .share, by: [Dimension("meeting", Phrase("Type de rencontre", en: "Type of meeting"), MeetingType.self)],
        of: .deeds, from: [Decision.kind]
    ) { question, connection in
        let chosen = question.ofNetwork
        let due = try connection.all(
            Decision.self, "WHERE \(chosen.sql) AND due BETWEEN ? AND ? ORDER BY due, id", chosen.values + [question.first, question.last]
        ).map(\.record)
            .filter { ($0.owner != nil || !$0.ownerName.isEmpty) && $0.state != .dropped }
        var done: [ID<Decision>: Day] = [:]
        var types: [ID<Meeting>: MeetingType] = [:]
        for list in connection.lists(of: due.map(\.id.value)) {
            for follow in try connection.all(DecisionFollowUp.self, "WHERE decision IN \(list.places)", list.values).map(\.record) where follow.state == .done {
                if let decision = follow.decision, let on = follow.on { done[decision] = min(on, done[decision] ?? on) }
            }
        }
        try connection.batch(Set(due.compactMap(\.meeting)).sorted().map(\.value), "SELECT id, type FROM meeting WHERE id IN") { row in
            types[try ID(value: .bytes(row.bytes(0)))] = MeetingType(code: try row.text(1))
        }
        return due.compactMap { decision in
            guard let deadline = decision.due else { return nil }
            let isDone = decision.state == .done && done[decision.id].map { $0 <= deadline } ?? false
            // Not due yet, and not done yet: nothing can be said.
            guard isDone || deadline < question.today else { return nil }
            return MeasureRow(
                when: deadline.description, kind: Decision.kind, record: decision.id.cast(), counts: isDone,
                codes: ["meeting": decision.meeting.flatMap { types[$0]?.code }])
        }
    }

    private static func asks(_ question: MeasureQuestion, _ organization: ID<Organization>) -> Bool {
        question.organization.map { $0 == organization.cast() } ?? true
    }
}

extension MeasureQuestion {
    /// What keeps a table of the network's to the one record asked about: whose it is does not matter there.
    fileprivate var ofNetwork: (sql: String, values: [Value]) { MeasureQuestion(organization: nil, days: days, today: today, only: only).chosen() }
}
