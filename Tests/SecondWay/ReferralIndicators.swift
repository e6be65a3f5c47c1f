import Journal

extension Registers {
    /// A referral with the steps that count, in their order.
    private struct Sent {
        let on: Day
        let steps: [Row]
        let codes: [String: String?]

        var answer: Row? { steps.last { ["accepted", "refused"].contains($0.text("step")) } }
        func last(_ step: String) -> Row? { steps.last { $0.text("step") == step } }
        var closedOn: String? { steps.last?.text("step") == "closed" ? last("closed")?.text("on") : nil }
    }

    private static let ranks = [
        "acknowledged": 1, "accepted": 2, "refused": 2, "served": 3, "access": 4, "closed": 5, "recalled": 6, "destroyed": 7, "kept": 7,
    ]

    private func ordered(_ steps: [Row]) -> [Row] {
        steps.sorted { a, b in
            let (one, other) = (Self.ranks[a.text("step") ?? ""] ?? 0, Self.ranks[b.text("step") ?? ""] ?? 0)
            return one != other ? one < other : a.made != b.made ? a.made < b.made : a.id < b.id
        }
    }

    /// Of the persons who agree to be counted; where the file itself is gone, what was sent stays.
    private func sent(_ question: Question) -> [Sent] {
        let inside = all("referral", of: question.organization, by: "sender").compactMap { referral -> Sent? in
            guard let on = referral.text("sent_on").flatMap({ Day($0) }) else { return nil }
            let link = all("case_referral", belongingTo: referral.id).first { $0.id("organization") == referral.id("sender") }
            if let file = link?.id("case_file"), let row = find(file), !agrees(row) { return nil }
            let (sender, receiver) = (referral.id("sender"), referral.id("receiver"))
            let steps = all("referral_step", belongingTo: referral.id).filter { step in
                guard let by = step.id("by"), by == sender || by == receiver else { return false }
                switch step.text("step") {
                case "closed", "recalled": return by == sender
                case "access": return true
                default: return by == receiver
                }
            }
            return Sent(on: on, steps: ordered(steps), codes: codes(referral, "member"))
        }
        let outside = all("outside_referral", of: question.organization).compactMap { referral -> Sent? in
            guard let on = referral.text("sent_on").flatMap({ Day($0) }), let file = find(referral.id("case_file")), agrees(file) else { return nil }
            return Sent(on: on, steps: ordered(all("outside_step", belongingTo: referral.id)), codes: codes(referral, "outside"))
        }
        return inside + outside
    }

    private func codes(_ referral: Row, _ way: String) -> [String: String?] {
        ["need": referral.text("need_group"), "priority": referral.text("priority"), "way": way]
    }

    package func referrals(_ code: String, _ question: Question) -> Answer? {
        let all = sent(question)
        let inPeriod = all.filter { question.holds($0.on.description) }
        let closed = all.filter { question.holds($0.closedOn) }
        func share(_ of: [Sent], _ counts: (Sent) -> Bool) -> Answer {
            Answer(of.map { Counted(counts: counts($0), codes: $0.codes) }, ["need", "priority", "way"], Total.share)
        }
        switch code {
        case "R2.4": return Answer(inPeriod.map { Counted(codes: $0.codes) }, ["need", "priority", "way"], Total.sum)
        case "R2.5": return share(inPeriod.filter { $0.answer != nil }) { $0.answer?.text("step") == "accepted" }
        case "R2.6":
            return share(inPeriod.filter { $0.on.number + 14 <= question.today.number }) { sent in
                let first = sent.steps.filter { ["accepted", "refused"].contains($0.text("step")) }.compactMap { $0.text("on") }.min()
                return first.map { $0 <= sent.on.advanced(by: 14).description } ?? false
            }
        case "O2.1": return share(closed) { $0.answer?.text("step") == "accepted" && $0.last("served")?.text("on") != nil }
        case "O2.1.a": return share(closed) { $0.last("access")?.text("access") == "reached" }
        case "O2.2":
            let days = inPeriod.map { sent -> Counted in
                let served = sent.last("served")?.text("on").flatMap { Day($0) }
                return Counted(amount: served.map { $0.number - sent.on.number } ?? 0, counts: served != nil, codes: sent.codes)
            }
            return Answer(days, ["need", "priority", "way"], Total.middle)
        default: return nil
        }
    }

    /// Any indicator that open and countable columns give; nil where it is none of them.
    package func answer(_ code: String, _ question: Question) -> Answer? {
        network(code, question) ?? project(code, question) ?? cases(code, question) ?? referrals(code, question)
    }
}
