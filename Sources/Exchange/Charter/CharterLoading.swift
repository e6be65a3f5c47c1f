import Access
import Foundation
import Journal
import NetworkLife
import Results
import Storage

/// Makes the network's first records of what a charter says, in one act.
package struct CharterLoading: Sendable {
    private let charter: ProjectCharter
    private let places: Places
    private let organizations: [String: ID<Organization>]
    private let people: [String: ID<Person>]

    package init(_ charter: ProjectCharter, _ places: Places) {
        self.charter = charter
        self.places = places
        let codes = charter.partners.map(\.code) + charter.institutions.map(\.code) + [charter.network.acronym]
        organizations = Dictionary(codes.map { ($0, ID<Organization>()) }, uniquingKeysWith: { a, _ in a })
        people = Dictionary(charter.people.map { ($0.code, ID<Person>()) }, uniquingKeysWith: { a, _ in a })
    }

    /// The coordinating organisation: the first administrator's own.
    package var coordinator: ID<Organization> { organizations[charter.coordinator.partner]! }

    package func make(in act: Act) throws {
        for place in places.all { try act.make(profile(of: place)) }
        try makeOrganizations(act)
        let branches = try makeBranches(act)
        try makePeople(act)
        let project = try makeProject(act)
        let meetings = try makeMeetings(act, branches)
        try makeCeremonies(act, project, meetings)
        for document in charter.documents where document.kind == .baselineStudy {
            try act.make(study(document, project, meetings))
        }
        for (number, section) in charter.reportSections.enumerated() {
            var heading = ReportHeading()
            (heading.position, heading.title, heading.titleEnglish) = (number + 1, section.title, section.titleEnglish ?? "")
            heading.content = ReportContent(code: "\(section.content)")
            try act.make(heading)
        }
    }

    private func profile(of place: Place) -> PlaceProfile {
        var profile = PlaceProfile()
        profile.place = PlaceCode(place.code)
        profile.name = place.name
        profile.level = place.level
        profile.parent = place.parent.flatMap { PlaceCode($0) }
        return profile
    }

    private func makeOrganizations(_ act: Act) throws {
        for partner in charter.partners {
            var profile = OrganizationProfile()
            profile.id = organizations[partner.code]!
            profile.name = partner.name
            profile.acronym = partner.code
            profile.type = partner.roles.contains(.funder) ? .funder : partner.roles.contains(.coordinator) ? .ngo : .internationalNGO
            profile.parts = Codes([.partner])
            profile.isVerified = true
            if partner.code == charter.coordinator.partner { describe(&profile, charter.coordinator) }
            try act.make(profile)
        }
        for institution in charter.institutions {
            var profile = OrganizationProfile()
            profile.id = organizations[institution.code]!
            profile.name = institution.name
            profile.acronym = institution.acronym ?? ""
            profile.type = type(of: institution)
            profile.parts = Codes([.authority])
            profile.parent = institution.parent.flatMap { organizations[$0] }
            profile.isVerified = institution.isVerified
            profile.note = institution.remark ?? ""
            try act.make(profile)
        }
        var network = OrganizationProfile()
        network.id = organizations[charter.network.acronym]!
        network.name = charter.network.name
        network.acronym = charter.network.acronym
        network.type = .network
        network.isVerified = true
        try act.make(network)
    }

    private func describe(_ profile: inout OrganizationProfile, _ coordinator: ProjectCharter.Coordinator) {
        profile.slogan = coordinator.slogan ?? ""
        profile.address = coordinator.address ?? ""
        profile.telephone = coordinator.telephone ?? ""
        profile.email = coordinator.email.map { "\($0.address)" } ?? ""
        profile.parts = Codes([.partner, .member])
        profile.isPublic = true
        if let hours = coordinator.hours, let first = hours.days.first, let last = hours.days.last {
            profile.hours = "\(first.rawValue)–\(last.rawValue), \(Self.clock(hours.opening))–\(Self.clock(hours.closing))"
        }
    }

    /// "8 h 30".
    private static func clock(_ time: LocalTime) -> String {
        "\(time.hour) h\(time.minute == 0 ? "" : " " + (time.minute < 10 ? "0" : "") + "\(time.minute)")"
    }

    private func type(of institution: ProjectCharter.Institution) -> OrganizationType {
        let name = institution.name.lowercased()
        if name.hasPrefix("ministère") { return .ministry }
        if name.hasPrefix("direction") { return .directorate }
        if name.hasPrefix("commission nationale") { return .nationalInstitution }
        if name.hasPrefix("cadre") || name.hasPrefix("comité") { return .coordination }
        if name == "oim" { return .unitedNations }
        return name.contains("pasoc") ? .programme : .stateAgency
    }

    private func makeBranches(_ act: Act) throws -> [String: ID<Branch>] {
        var branches: [String: ID<Branch>] = [:]
        for antenna in [charter.network.seat] + charter.network.antennas {
            var branch = BranchProfile()
            branch.name = antenna.name
            branch.place = PlaceCode(antenna.place)
            branch.isSeat = antenna.code == charter.network.seat.code
            branches[antenna.code] = branch.id
            try act.make(branch)
        }
        for organ in charter.network.organs {
            var body = GoverningBody()
            body.name = organ.name
            body.quorum = organ.quorum ?? ""
            body.mandateMonths = organ.mandateMonths
            body.note = organ.status == .confirmed ? "" : "À confirmer par le réseau : mandats et quorum."
            try act.make(body)
        }
        return branches
    }

    private func makePeople(_ act: Act) throws {
        for person in charter.people {
            var profile = PersonProfile()
            profile.id = people[person.code]!
            profile.name = person.name
            profile.organization = organizations[person.institution]
            profile.note = person.remark ?? ""
            try act.make(profile)
            var position = Position()
            position.person = profile.id
            position.organization = profile.organization
            position.function = person.position
            try act.make(position)
        }
    }

    private func makeProject(_ act: Act) throws -> ID<Results.Project> {
        var project = Results.Project()
        project.title = charter.project.title
        project.acronym = charter.project.acronym
        project.reference = charter.project.reference
        project.programme = [charter.programme.acronym, charter.programme.name].compactMap { $0 }.joined(separator: " – ")
        project.fund = charter.programme.fund
        project.funder = charter.partners.first { $0.roles.contains(.funder) }.flatMap { organizations[$0.code] }
        project.lead = coordinator
        project.mainObjective = charter.project.objective
        project.startsOn = charter.project.start
        project.months = charter.project.months
        project.regions = charter.project.regions.map(\.name).joined(separator: ", ")
        try act.make(project)
        var axes: [ID<ProjectLine>] = []
        for (type, texts) in [
            (ProjectLineType.axis, charter.project.axes), (.objective, charter.project.objectives), (.result, charter.project.results),
        ] {
            for (number, text) in texts.enumerated() {
                var line = ProjectLine()
                line.project = project.id
                line.type = type
                line.position = number + 1
                line.text = text
                try act.make(line)
                if type == .axis { axes.append(line.id) }
            }
        }
        for planned in charter.project.activities {
            var activity = Activity()
            (activity.project, activity.code, activity.title) = (project.id, planned.code, planned.title)
            activity.line = planned.axis.map { axes[$0 - 1] }
            try act.make(activity)
        }
        for partner in charter.partners {
            try stakeholder(organizations[partner.code], partner.roles.map(\.rawValue).joined(separator: ", "), project.id, act)
        }
        return project.id
    }

    private func stakeholder(_ organization: ID<Organization>?, _ part: String, _ project: ID<Results.Project>, _ act: Act) throws {
        var stakeholder = Stakeholder()
        stakeholder.project = project
        stakeholder.organization = organization
        stakeholder.part = part
        try act.make(stakeholder)
    }

    /// The national meetings by their number, each following the one before.
    private func makeMeetings(_ act: Act, _ branches: [String: ID<Branch>]) throws -> [Int: ID<Meeting>] {
        var made: [Int: ID<Meeting>] = [:]
        for meeting in charter.meetings.list {
            var record = MeetingRecord()
            record.title = meeting.number == 1 ? "1re rencontre nationale" : "\(meeting.number)e rencontre nationale"
            record.type = .national
            record.startsOn = meeting.date
            record.days = meeting.days ?? 2
            record.objective = charter.meetings.purpose
            record.previous = made[meeting.number - 1]
            made[meeting.number] = record.id
            try act.make(record)
            try agenda(meeting.agenda, of: record.id, act)
        }
        return made
    }

    private func agenda(_ texts: [String], of meeting: ID<Meeting>, _ act: Act) throws {
        for (number, text) in texts.enumerated() {
            var item = AgendaItem()
            item.meeting = meeting
            item.position = number + 1
            item.text = text
            try act.make(item)
        }
    }

    private func makeCeremonies(_ act: Act, _ project: ID<Results.Project>, _ meetings: [Int: ID<Meeting>]) throws {
        for ceremony in charter.ceremonies {
            var record = MeetingRecord()
            record.title = ceremony.title
            record.type = .ceremony
            record.startsOn = ceremony.date
            record.venue = ceremony.venue
            record.place = PlaceCode("NE008")
            let note = charter.notes.first { $0.ceremony == ceremony.code }
            record.pressNote = note?.text ?? ""
            record.patron = ceremony.patron.flatMap { people[$0] }
            record.delegations = ceremony.delegations.compactMap { code in
                (charter.network.antennas + [charter.network.seat]).first { $0.code == code }?.name
            }.joined(separator: "\n")
            try act.make(record)
            for guest in ceremony.guests {
                var invitation = Invitation()
                invitation.meeting = record.id
                invitation.organization = organizations[guest.institution]
                invitation.person = charter.people.first { $0.name == guest.through }.flatMap { people[$0.code] }
                let isPatron = ceremony.patron.map { people[$0] == invitation.person && invitation.person != nil } ?? false
                invitation.capacity = [invitation.person == nil ? guest.through : nil, guest.capacity, isPatron ? "parrain de la cérémonie" : nil].compactMap {
                    $0
                }.joined(separator: ", ")
                invitation.answer = .coming
                try act.make(invitation)
                try stakeholder(
                    invitation.organization, isPatron ? "parrain de la cérémonie de lancement" : guest.capacity ?? "présence à la cérémonie de lancement",
                    project, act)
            }
            if let number = ceremony.meeting, let meeting = meetings[number], var next = try act.connection.find(MeetingRecord.self, meeting)?.record {
                next.previous = record.id
                try act.update(next)
            }
        }
    }

    private func study(_ document: ProjectCharter.Document, _ project: ID<Results.Project>, _ meetings: [Int: ID<Meeting>]) -> BaselineStudy {
        var study = BaselineStudy()
        study.project = project
        study.title = document.title ?? "Étude de base"
        study.authors = document.authors.joined(separator: ", ")
        study.endsOn = document.date
        study.method = document.method ?? ""
        study.sharedAt = document.meeting.flatMap { meetings[$0] }
        return study
    }
}
