import Journal

extension Registers {
    private func region(_ place: String?) -> String? { place.flatMap { $0.count >= 5 ? String($0.prefix(5)) : nil } }

    private func wereThere(_ row: Row) -> Int { row.number("women") + row.number("men") + row.number("others") }

    /// The meetings of these days that are over.
    private func held(from first: Day, to last: Day, _ today: Day) -> [Row] {
        all("meeting").filter { meeting in
            guard let start = meeting.text("starts_on"), first.description <= start, start <= last.description, let day = Day(start) else { return false }
            return day.number + max(1, meeting.number("days")) - 1 <= today.number
        }
    }

    private func attendance(_ meeting: Row) -> [Row] { all("attendance", belongingTo: meeting.id).filter { wereThere($0) > 0 } }

    private func countingDay(_ question: Question) -> Day {
        question.today >= question.last ? question.last : question.today < question.first ? question.first : question.today
    }

    /// R1.1, R1.2, R1.3, R1.4 and R1.6; nil for any other.
    package func network(_ code: String, _ question: Question) -> Answer? {
        switch code {
        case "R1.1": activeMembers(question)
        case "R1.2":
            Answer(
                held(from: question.first, to: question.last, question.today).filter { meeting in
                    meeting.text("type") == "national" && meeting.has("minutes") && meeting.text("minutes") != nil && !attendance(meeting).isEmpty
                }.map { Counted(codes: ["region": region($0.text("place"))]) }, ["region"], Total.sum)
        case "R1.3": women(question)
        case "R1.4": branches(question)
        case "R1.6": decisions(question)
        default: nil
        }
    }

    private func activeMembers(_ question: Question) -> Answer {
        let day = countingDay(question)
        let sixMonthsBefore = day.advanced(byMonths: -6)
        let present = Set(
            all("meeting").filter { $0.text("starts_on").map { sixMonthsBefore.description <= $0 && $0 <= day.description } ?? false }
                .flatMap { attendance($0).compactMap { $0.id("organization") } })
        let steps = Dictionary(grouping: all("membership_step").filter { ($0.text("on") ?? "9999") <= day.description }) { $0.id("organization") }
        let counted = steps.compactMap { organization, steps -> Counted? in
            guard let organization, question.organization == nil || question.organization == organization,
                let last = steps.max(by: { ($0.text("on") ?? "", $0.id) < ($1.text("on") ?? "", $1.id) }),
                ["admission", "reinstatement"].contains(last.text("step"))
            else { return nil }
            let profile = find(organization)
            let place = profile?.text("place") ?? find(profile?.id("branch"))?.text("place")
            return Counted(counts: present.contains(organization), once: organization, codes: ["region": region(place), "type": profile?.text("type")])
        }
        return Answer(counted, ["region", "type"], Total.different)
    }

    private func women(_ question: Question) -> Answer {
        let counted = held(from: question.first, to: question.last, question.today).flatMap { meeting in
            attendance(meeting).filter { question.organization == nil || $0.id("organization") == question.organization }.flatMap { row in
                [(row.number("women"), true), (row.number("men"), false), (row.number("others"), false)].filter { $0.0 > 0 }.map { count, isWoman in
                    Counted(amount: count, counts: isWoman, codes: ["meeting": meeting.text("type"), "region": row.text("region")])
                }
            }
        }
        return Answer(counted, ["meeting", "region"], Total.share)
    }

    private func branches(_ question: Question) -> Answer {
        let day = countingDay(question)
        let working = workingRegions(day)
        let counted = all("branch").filter { $0.number("seat") == 0 }.map { branch in
            let isLed =
                branch.has("focal_point")
                || all("role_assignment").contains {
                    $0.text("role") == "branch-focal-point" && $0.id("branch") == branch.id && ($0.text("since") ?? "0") <= day.description
                }
            let region = region(branch.text("place"))
            return Counted(counts: isLed && working.contains { $0 == region ?? "" }, once: branch.id, codes: ["region": region])
        }
        return Answer(counted, ["region"], Total.different)
    }

    private func decisions(_ question: Question) -> Answer {
        let counted = all("decision").compactMap { decision -> Counted? in
            guard let due = decision.text("due"), question.holds(due), decision.text("state") != "dropped",
                decision.has("owner") || decision.text("owner_name") != nil
            else { return nil }
            let done = all("decision_follow_up", belongingTo: decision.id).filter { $0.text("state") == "done" }.compactMap { $0.text("on") }.min()
            let isInTime = decision.text("state") == "done" && done.map { $0 <= due } ?? false
            guard isInTime || due < question.today.description else { return nil }
            return Counted(counts: isInTime, codes: ["meeting": find(decision.id("meeting"))?.text("type")])
        }
        return Answer(counted, ["meeting"], Total.share)
    }
}
