import Access
import Accounts
import Journal
import NetworkLife
import Results
import Storage
import Vault

/// Makes the records of an invented network beside those of the charter that it completes.
package struct SampleLoading: Sendable {
    private let sample: SampleNetwork
    private let organizations: [String: ID<Organization>]
    private let accounts: [String: ID<Account>]
    /// The project's start for the sample: its days count from here.
    private let start: Day

    package init(_ sample: SampleNetwork, start: Day) {
        self.sample = sample
        self.start = start
        organizations = Dictionary(sample.members.map { ($0.code, ID<Organization>()) }, uniquingKeysWith: { a, _ in a })
        accounts = Dictionary(sample.accounts.map { ($0.code, ID<Account>()) }, uniquingKeysWith: { a, _ in a })
    }

    /// The members, their antennas, attendance and decisions.
    package func make(in act: Act) throws {
        let branches = try act.connection.all(BranchProfile.self).map(\.record)
        for stored in try act.connection.all(Project.self) where stored.record.startsOn == nil {
            var project = stored.record
            project.startsOn = start
            try act.update(project)
        }
        try makeMembers(act, branches)
        let regions = Dictionary(
            sample.members.compactMap { member in branch(member.antenna, branches)?.place?.region.map { (member.code, $0) } }, uniquingKeysWith: { a, _ in a })
        let meetings = try act.connection.all(MeetingRecord.self).map(\.record)
        let national = meetings.filter { $0.type == .national }.sorted { $0.title < $1.title }
        for meeting in sample.meetings {
            guard var record = meeting.number <= national.count ? national[meeting.number - 1] : nil else { continue }
            record.startsOn = meeting.day.day(from: start)
            (record.startsAt, record.endsAt) = (LocalTime(hour: 9, minute: 0), LocalTime(hour: 17, minute: 0))
            record.expected = meeting.expectedParticipants
            record.venue = record.venue.isEmpty ? "Salle de réunion d’exemple, Niamey" : record.venue
            record.place = PlaceCode("NE008")
            try act.update(record)
            try makeAgenda(meeting, of: record.id, act)
            for attendance in meeting.attendance { try act.make(count(attendance, at: record.id, regions)) }
            for decision in meeting.decisions { try make(decision, of: record.id, act) }
        }
        if var ceremony = meetings.first(where: { $0.type == .ceremony }) {
            ceremony.startsOn = sample.ceremony.day.day(from: start)
            try act.update(ceremony)
            for attendance in sample.ceremony.attendance { try act.make(count(attendance, at: ceremony.id, regions)) }
        }
    }

    private func makeMembers(_ act: Act, _ branches: [BranchProfile]) throws {
        for member in sample.members {
            let branch = self.branch(member.antenna, branches)
            var profile = OrganizationProfile()
            profile.id = organizations[member.code]!
            profile.name = member.name
            profile.acronym = member.acronym
            profile.type = type(member.nature)
            profile.parts = Codes([.member])
            profile.branch = branch?.id
            profile.place = branch?.place
            profile.note = "Exemple inventé. " + member.fields.joined(separator: ", ")
            profile.isPublic = member.isPublic
            profile.email = "\(member.code.lowercased())@example.org"
            profile.standing = member.suspension != nil ? .suspended : member.membership == .admitted ? .member : .reviewed
            try act.make(profile)
            try step(.application, profile.id, on: start.advanced(by: -60), act)
            try step(.review, profile.id, on: start.advanced(by: -30), act)
            guard member.membership == .admitted else { continue }
            try step(.admission, profile.id, on: start, branch: branch?.id, act)
            try sign(member, profile.id, act)
            if let suspension = member.suspension {
                try step(.suspension, profile.id, on: suspension.day.day(from: start), reason: suspension.reason, act)
            }
        }
    }

    /// What each member signed when it was admitted, and whether it kept its word.
    private func sign(_ member: SampleNetwork.Member, _ organization: ID<Organization>, _ act: Act) throws {
        for (text, _) in SignedText.list {
            var undertaking = Undertaking()
            undertaking.organization = organization
            undertaking.text = text
            undertaking.on = start
            undertaking.signatory = "Présidence (exemple)"
            if text == .undertaking {
                undertaking.content = "Remettre chaque année un rapport d’activité au réseau."
                undertaking.due = start.advanced(by: 180)
                undertaking.keptOn = member.annualReport == .handedIn ? start.advanced(by: 170) : nil
            }
            try act.make(undertaking)
        }
    }

    private func step(
        _ kind: MembershipStepKind, _ organization: ID<Organization>, on day: Day, branch: ID<Branch>? = nil, reason: String = "", _ act: Act
    ) throws {
        var step = MembershipStep()
        step.organization = organization
        step.step = kind
        step.on = day
        step.branch = branch
        step.reason = reason
        try act.make(step)
    }

    private func branch(_ code: String, _ branches: [BranchProfile]) -> BranchProfile? {
        let prefix = code.lowercased().prefix(3)
        return branches.first { prefix == "nia" ? $0.isSeat : $0.name.lowercased().hasPrefix(prefix) }
    }

    private func type(_ nature: String) -> OrganizationType {
        switch nature {
        case let nature where nature.contains("femin") || nature.contains("fémin"): .womensGroup
        case let nature where nature.contains("jeunes"): .youthGroup
        case let nature where nature.contains("média") || nature.contains("media"): .media
        case let nature where nature.contains("ONG"): .ngo
        default: .association
        }
    }

    private func makeAgenda(_ meeting: SampleNetwork.Meeting, of record: ID<Meeting>, _ act: Act) throws {
        guard !meeting.agenda.isEmpty else { return }
        for (number, text) in meeting.agenda.enumerated() {
            var item = AgendaItem()
            item.meeting = record
            item.position = number + 1
            item.text = text
            try act.make(item)
        }
    }

    /// The name of the charter's organ that the code begins like.
    private func organ(_ code: String, _ act: Act) throws -> String {
        try act.connection.all(GoverningBody.self).map(\.record.name).first { $0.uppercased().hasPrefix(code.prefix(3).uppercased()) } ?? code
    }

    private func count(_ attendance: SampleNetwork.Attendance, at meeting: ID<Meeting>, _ regions: [String: PlaceCode]) -> Attendance {
        var count = Attendance()
        count.meeting = meeting
        count.organization = organizations[attendance.member]
        count.region = regions[attendance.member]
        count.women = attendance.women
        count.men = attendance.men
        return count
    }

    private func make(_ decision: SampleNetwork.Decision, of meeting: ID<Meeting>, _ act: Act) throws {
        var record = Decision()
        record.meeting = meeting
        record.text = decision.text
        record.owner = decision.owners.first.flatMap { accounts[$0] }
        record.ownerName = try decision.organ.map { try organ($0, act) } ?? ""
        record.due = decision.due?.day(from: start)
        record.state = decision.status == .done ? .done : .underway
        record.votesFor = decision.vote?.inFavour
        record.votesAgainst = decision.vote?.against
        record.abstentions = decision.vote?.abstentions
        try act.make(record)
        for code in decision.owners.dropFirst() {
            var owner = DecisionOwner()
            owner.decision = record.id
            owner.account = accounts[code]
            try act.make(owner)
        }
        guard let done = decision.done?.day(from: start) else { return }
        var follow = DecisionFollowUp()
        follow.decision = record.id
        follow.on = done
        follow.state = .done
        try act.make(follow)
    }

    /// The accounts to be opened, one for each role and more than one organisation.
    package func newAccounts(_ scrypt: ScryptQueue, cost: Bool = true) async throws -> [NewAccount] {
        var prepared: [NewAccount] = []
        for account in sample.accounts where account.isActive {
            var profile = AccountProfile()
            profile.id = accounts[account.code]!
            profile.organization = organizations[account.member]
            profile.signInName = account.code.lowercased()
            profile.displayName = account.name
            profile.email = account.email.address
            var role = RoleAssignment()
            role.role = Self.role(account.role)
            role.since = start
            prepared.append(try await NewAccount.prepare(profile, roles: [role], mustChange: false, scrypt))
        }
        return prepared
    }

    private static func role(_ role: SampleNetwork.Role) -> Role {
        switch role {
        case .caseworker: .caseworker
        case .supervisor: .supervisor
        case .monitor: .monitor
        case .communityRelay: .communityRelay
        case .antennaFocalPoint: .branchFocalPoint
        case .complaintsFocalPoint: .complaintsFocalPoint
        case .secretariat: .secretariat
        case .meal: .meal
        case .advocacy: .advocacyOfficer
        case .administrator: .administrator
        }
    }
}
