import Access
import HTML
import Journal
import NetworkLife
import Results
import Statistics
import Storage

/// What is to be put right before a period is closed: each with its record and whoever answers for it.
struct PeriodChecks: Component, Sendable {
    enum Kind: CaseIterable, Sendable {
        case missing
        case late
        case contradictory
        case outlier
        case duplicate

        var label: Phrase {
            switch self {
            case .missing: Phrase("Il manque", en: "Missing")
            case .late: Phrase("En retard", en: "Late")
            case .contradictory: Phrase("Se contredit", en: "Contradictory")
            case .outlier: Phrase("Hors de l’ordinaire", en: "Out of the ordinary")
            case .duplicate: Phrase("Peut-être deux fois", en: "Perhaps twice")
            }
        }
    }

    struct Line: Sendable {
        let kind: Kind
        let text: Phrase
        let name: String
        let address: Address
        let owner: String
    }

    let say: Say
    let lines: [Line]

    /// Of what the network has in common, and the reader's own organisation.
    init(_ period: ProjectPeriod, _ days: ClosedRange<Day>, _ logframe: Logframe, _ visit: Visit, _ connection: any Connection) throws {
        say = visit.say
        let meetings = try connection.all(
            MeetingRecord.self, "WHERE starts_on BETWEEN ? AND ? ORDER BY starts_on, id LIMIT 500", [days.lowerBound.value, days.upperBound.value]
        ).map(\.record)
        let decisions = try connection.all(
            Decision.self,
            "WHERE due BETWEEN ? AND ? OR (due IS NULL AND meeting IN (SELECT id FROM meeting WHERE starts_on BETWEEN ? AND ?)) ORDER BY deadline, id LIMIT 500",
            [days.lowerBound.value, days.upperBound.value, days.lowerBound.value, days.upperBound.value]
        ).map(\.record)
        let names = try Names(visit, connection, of: decisions)
        lines =
            try Self.values(period, logframe, visit.say) + Self.meetings(meetings, visit, connection) + Self.decisions(decisions, names, visit.say)
            + Self.records(days, visit, connection)
    }

    /// Values that people enter, and that nobody has.
    private static func values(_ period: ProjectPeriod, _ logframe: Logframe, _ say: Say) throws -> [Line] {
        logframe.indicators.filter { indicator in
            let isEntered = indicator.origin == .hand || Areas.measure(indicator.computedBy) == nil
            return isEntered && ["monthly", "quarterly"].contains(indicator.frequency?.code) && logframe.entered[indicator.id]?[period] == nil
        }.map { indicator in
            Line(
                kind: .missing, text: Phrase("La valeur de la période n’est pas saisie", en: "The period’s value is not entered"),
                name: "\(indicator.code) \(say(indicator.titles))", address: SitePath.indicator(indicator.id), owner: "")
        }
    }

    private static func meetings(_ meetings: [MeetingRecord], _ visit: Visit, _ connection: any Connection) throws -> [Line] {
        let held = meetings.filter { $0.endsOn.map { $0 < visit.today } ?? false }
        var counted: [ID<Meeting>: Int] = [:]
        for list in connection.lists(of: held.map(\.id.value)) {
            for one in try connection.all(Attendance.self, "WHERE meeting IN \(list.places)", list.values).map(\.record) {
                if let meeting = one.meeting { counted[meeting, default: 0] += one.total }
            }
        }
        func line(_ kind: Kind, _ text: Phrase, _ meeting: MeetingRecord, _ address: Address) -> Line {
            Line(kind: kind, text: text, name: meeting.title, address: address, owner: "")
        }
        let middle = counted.values.sorted().dropFirst(counted.count / 2).first ?? 0
        return held.flatMap { meeting -> [Line] in
            let count = counted[meeting.id] ?? 0
            var lines: [Line] = []
            if count == 0 {
                lines.append(line(.missing, Phrase("La présence n’est pas notée", en: "Attendance is not noted"), meeting, SitePath.attendance(meeting.id)))
            }
            if meeting.minutes.isEmpty, meeting.type != .ceremony {
                lines.append(
                    line(.missing, Phrase("Le procès-verbal n’est pas écrit", en: "The minutes are not written"), meeting, SitePath.minutes(meeting.id)))
            }
            if meeting.place == nil {
                lines.append(line(.missing, Phrase("Le lieu n’est pas dit", en: "The place is not said"), meeting, SitePath.meeting(meeting.id)))
            }
            if counted.count > 3, count > 3 * max(1, middle) {
                lines.append(
                    line(
                        .outlier, Phrase("\(count) personnes, contre \(middle) d’ordinaire", en: "\(count) people, against \(middle) as a rule"), meeting,
                        SitePath.attendance(meeting.id)))
            }
            if held.contains(where: { $0.id < meeting.id && $0.startsOn == meeting.startsOn && $0.type == meeting.type && $0.branch == meeting.branch }) {
                lines.append(
                    line(
                        .duplicate, Phrase("Une autre du même type tombe le même jour", en: "Another of the same type falls on the same day"), meeting,
                        SitePath.meeting(meeting.id)))
            }
            return lines
        }
    }

    private static func decisions(_ decisions: [Decision], _ names: Names, _ say: Say) -> [Line] {
        decisions.flatMap { decision -> [Line] in
            let owner = decision.owner.map { names[$0] } ?? decision.ownerName
            func line(_ kind: Kind, _ text: Phrase) -> Line {
                Line(kind: kind, text: text, name: String(decision.text.prefix(120)), address: SitePath.decision(decision.id), owner: owner)
            }
            var lines: [Line] = []
            if decision.due == nil, !decision.state.isSettled {
                lines.append(line(.missing, Phrase("La décision n’a pas d’échéance", en: "The decision has no due date")))
            }
            if owner.isEmpty { lines.append(line(.missing, Phrase("La décision n’a pas de responsable", en: "Nobody is in charge of the decision"))) }
            if decision.due != nil, !decision.state.isSettled {
                lines.append(
                    line(
                        .late,
                        Phrase(
                            "L’échéance est dans la période, et rien ne dit qu’elle est faite", en: "It was due in the period, and nothing says that it is done"
                        )))
            }
            return lines
        }
    }

    /// Records of the reader's own organisation that lack something, as a number that leads to them.
    private static func records(_ days: ClosedRange<Day>, _ visit: Visit, _ connection: any Connection) throws -> [Line] {
        guard visit.may(.measureShow), let measure = Areas.measure("P.3") else { return [] }
        let rows = try measure.folded(MeasureQuestion(organization: visit.reader().organization.cast(), days: days, today: visit.today), connection)
        guard case .share(let whole, let all) = measure.figure(of: rows), whole < all else { return [] }
        let words = FigureText(visit, measure).text(.share(whole, of: all))
        return [
            Line(
                kind: .missing,
                text: Phrase("Des fiches de votre organisation ne sont pas complètes", en: "Some records of your organisation are not complete"), name: words,
                address: SitePath.measures().query("from", days.lowerBound.description).query("to", days.upperBound.description).query("measure", measure.code),
                owner: "")
        ]
    }

    var body: some Markup {
        h2(say("À vérifier avant de clore", en: "To check before closing"))
        if lines.isEmpty {
            p(
                say(
                    "Rien ne manque et rien ne se contredit dans ce que le réseau tient en commun.",
                    en: "Nothing is missing and nothing contradicts itself in what the network keeps in common."), .class("soft"))
        } else {
            ul(.class("todo")) {
                Each(Kind.allCases.flatMap { kind in lines.filter { $0.kind == kind } }) { line in
                    li {
                        span(say(line.kind.label), .class("soft"))
                        div {
                            a(line.name, .href(line.address))
                            p(.class("soft")) {
                                say(line.text)
                                if !line.owner.isEmpty { " – \(line.owner)" }
                            }
                        }
                    }
                }
            }
        }
    }
}
