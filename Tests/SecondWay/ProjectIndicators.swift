import Journal

extension Registers {
    /// The days of a quarter of the project, and which one a day lies in; none while it has no first day.
    private struct Quarters {
        let start: Day?
        let months: Int

        func days(_ number: Int) -> (first: Day, last: Day)? {
            start.map { ($0.advanced(byMonths: 3 * (number - 1)), $0.advanced(byMonths: 3 * number).advanced(by: -1)) }
        }

        /// The first quarter that has not ended by the day, kept within the project.
        func number(on day: Day) -> Int {
            let last = max(1, (months + 2) / 3)
            return (1...last).first { days($0).map { day <= $0.last } ?? true } ?? last
        }
    }

    private var quarters: Quarters {
        let project = all("project").min { $0.made < $1.made }
        return Quarters(start: project?.text("starts_on").flatMap { Day($0) }, months: project?.number("months") ?? 0)
    }

    /// P.1, P.2 and P.4; nil for any other.
    package func project(_ code: String, _ question: Question) -> Answer? {
        switch code {
        case "P.1": rateOfUse(question)
        case "P.2": inTheirQuarter(question)
        case "P.4":
            Answer(
                all("data_incident").filter { question.holds($0.text("noticed_on")) }.map {
                    Counted(codes: ["severity": $0.text("severity"), "event": $0.text("event")])
                }, ["severity", "event"], Total.sum)
        default: nil
        }
    }

    /// The regions with an activity in the quarter of a day, and with a note in it on one of theirs.
    func workingRegions(_ day: Day) -> Set<Substring> {
        let number = quarters.number(on: day)
        guard let (first, last) = quarters.days(number), first <= day, day <= last else { return [] }
        let activities = all("activity").filter { $0.text("state") != "dropped" }
        func regions(_ activities: [Row]) -> Set<Substring> { Set(activities.flatMap { ($0.text("regions") ?? "").split(separator: " ") }) }
        let planned = activities.filter { activity in
            activity.has("first_month") && activity.has("last_month") && activity.number("first_month") <= 3 * number
                && activity.number("last_month") > 3 * (number - 1)
        }
        let noted = Set(
            all("activity_report").filter { ($0.text("on") ?? "") >= first.description && ($0.text("on") ?? "9") <= day.description }
                .compactMap { $0.id("activity") })
        return regions(planned).intersection(regions(activities.filter { noted.contains($0.id) }))
    }

    private func rateOfUse(_ question: Question) -> Answer {
        func heading(_ row: Row) -> String? { find(find(row.id("line"))?.id("heading"))?.text("number") }
        let spent = all("expenditure").filter { $0.number("eligible") == 1 && question.holds($0.text("on")) }.map { row in
            // A franc for 655.957 a euro, to the nearest cent, a half upwards; what is in euros stays.
            let cents = row.number("amount")
            let amount = row.text("currency") == "EUR" ? cents : (cents * 2_000 + 655_957) / (2 * 655_957)
            return Counted(
                amount: amount, counts: true, codes: ["heading": heading(row), "quarter": "\(quarters.number(on: Day(row.text("on")!)!))"])
        }
        let planned = all("planned_spending").compactMap { row -> Counted? in
            guard let (first, last) = quarters.days(row.number("quarter")), question.first <= first, last <= question.last else { return nil }
            return Counted(amount: row.number("amount"), counts: false, codes: ["heading": heading(row), "quarter": "\(row.number("quarter"))"])
        }
        return Answer(spent + planned, ["heading", "quarter"]) { counted in
            let plan = counted.filter { !$0.counts }.map(\.amount).reduce(0, +)
            return plan == 0 ? "-" : "\(counted.filter(\.counts).map(\.amount).reduce(0, +))/\(plan)"
        }
    }

    private func inTheirQuarter(_ question: Question) -> Answer {
        let counted = all("activity").filter { $0.has("last_month") }.compactMap { activity -> Counted? in
            let number = (activity.number("last_month") + 2) / 3
            guard let (_, last) = quarters.days(number), question.first <= last, last <= question.last, last < question.today else { return nil }
            let result = find(activity.id("line")).flatMap { $0.text("type") == "result" ? "\($0.number("position"))" : nil }
            return Counted(
                counts: activity.text("done_on").map { $0 <= last.description } ?? false, codes: ["result": result, "quarter": "\(number)"])
        }
        return Answer(counted, ["result", "quarter"], Total.share)
    }
}
