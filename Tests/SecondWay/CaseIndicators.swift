import Journal

extension Registers {
    /// The rows that belong to a file.
    private func of(_ file: Row, _ kind: String) -> [Row] { all(kind, belongingTo: file.id) }

    /// Whether the person of a file agrees to be counted: the last answer says so, and nothing after it takes it back.
    func agrees(_ file: Row) -> Bool {
        guard let last = of(file, "consent").max(by: { $0.made < $1.made }), last.text("statistics") == "yes" else { return false }
        return !of(file, "consent_withdrawal").contains { $0.made > last.made && ["statistics", "registered"].contains($0.text("question")) }
    }

    private func files(_ question: Question) -> [Row] { all("case_file", of: question.organization) }

    /// All files of one person, by the joins that have not ended: the first identifier stands for them.
    private func person(_ file: AnyID) -> AnyID {
        var known: Set<AnyID> = [file]
        while true {
            let more = all("case_join").filter { !$0.has("ended_on") }.compactMap { join -> [AnyID]? in
                guard let one = join.id("case_file"), let other = join.id("other_file") else { return nil }
                return known.contains(one) != known.contains(other) ? [one, other] : nil
            }
            if more.isEmpty { return known.min()! }
            known.formUnion(more.joined())
        }
    }

    /// What the files that were erased had given to a figure.
    private func erased(_ code: String, _ question: Question) -> [Counted] {
        all("erased_count", of: question.organization).filter { $0.text("measure") == code && question.holdsMonth($0.text("month")) }.map { erased in
            Counted(
                amount: erased.number("amount"), counts: erased.number("counts") == 1,
                codes: ["region": erased.text("region"), "situation": erased.text("situation")])
        }
    }

    private func head(_ file: Row) -> Row? { of(file, "case_person").first { $0.text("relation") == "head" } }

    package func cases(_ code: String, _ question: Question) -> Answer? {
        switch code {
        case "R2.1": informed(question)
        case "R2.2": identified(question)
        case "R2.2.a": needs(question)
        case "R2.3": assessed(question)
        case "R2.7":
            Answer(
                files(question).filter { question.holdsMonth($0.text("month")) }.map { file in
                    Counted(counts: of(file, "consent").contains { $0.text("registered") == "yes" }, codes: ["region": file.text("region")])
                } + erased(code, question), ["region"], Total.share)
        case "R2.8": legalHelp(question)
        case "R2.11": alerts(question)
        case "R2.12":
            Answer(
                all("case_closure", of: question.organization).filter { $0.text("verdict") == "approved" && question.holds($0.text("decided_on")) }
                    .map { Counted(counts: $0.text("reason") != nil, codes: ["reason": $0.text("reason")]) } + erased(code, question), ["reason"], Total.share)
        case "R2.13", "I.1": voice(code, question)
        case "R2.13.a":
            // Of the whole network, whoever asks; each state is said, were it of none.
            Answer(
                all("complaint").filter { question.holdsMonth($0.text("month")) }.map {
                    Counted(codes: ["state": $0.text("state") == "closed" ? "closed" : "open"])
                }
                    + ["open", "closed"].map { Counted(amount: 0, codes: ["state": $0]) }, ["state"], Total.sum)
        case "P.3": complete(question)
        default: nil
        }
    }

    private func region(_ place: String?) -> String? { place.flatMap { $0.count >= 5 ? String($0.prefix(5)) : nil } }

    /// What was counted last of each month, written as lines: "region=NE001 specific=DS", a tab, the number.
    private func needs(_ question: Question) -> Answer {
        let told = all("need_totals", of: question.organization).filter { question.holdsMonth($0.text("month")) }
        let last = Dictionary(grouping: told) { [$0.id("organization")?.description, $0.text("month")] }.values.map { counts in
            counts.max { ($0.made, $0.id) < ($1.made, $1.id) }!
        }
        let counted = last.flatMap { ($0.text("cells") ?? "").split(separator: "\n") }.map { line -> Counted in
            let parts = line.split(separator: "\t")
            let codes = parts[0].split(separator: " ").map { $0.split(separator: "=") }
            return Counted(amount: Int(parts[1])!, codes: Dictionary(uniqueKeysWithValues: codes.map { (String($0[0]), String($0[1])) }))
        }
        return Answer(counted, ["specific", "region"], Total.sum)
    }

    private func informed(_ question: Question) -> Answer {
        let columns: [(String, String?, String?)] = [
            ("women", "female", "adult"), ("men", "male", "adult"), ("girls", "female", "child"), ("boys", "male", "child"), ("elder_women", "female", "elder"),
            ("elder_men", "male", "elder"), ("others", nil, nil),
        ]
        let counted = all("information_session", of: question.organization).filter { question.holds($0.text("on")) }.flatMap { session in
            columns.filter { session.number($0.0) > 0 }.map { column, sex, age in
                Counted(
                    amount: session.number(column), codes: ["sex": sex, "age": age, "region": region(session.text("place")), "manner": session.text("manner")])
            }
        }
        return Answer(counted, ["sex", "age", "region", "manner"], Total.sum)
    }

    private func identified(_ question: Question) -> Answer {
        let factors = ["individual", "family", "community", "structural"]
        let found = files(question).filter { file in
            agrees(file) && of(file, "screening").contains { screening in factors.contains { screening.has($0) } }
        }.sorted { ($0.text("month")!, $0.id) < ($1.text("month")!, $1.id) }
        var seen: Set<AnyID> = []
        var counted: [Counted] = []
        for file in found {
            let isFirst = seen.insert(person(file.id)).inserted
            guard question.holdsMonth(file.text("month")) else { continue }
            for one in of(file, "case_person") where one.text("relation") != "head" || isFirst {
                counted.append(
                    Counted(codes: [
                        "sex": one.text("sex"), "age": one.text("age_band"), "origin": one.text("origin"), "region": file.text("region"),
                        "situation": file.text("situation"),
                    ]))
            }
        }
        return Answer(counted + erased("R2.2", question), ["sex", "age", "origin", "region", "situation"], Total.sum)
    }

    private func assessed(_ question: Question) -> Answer {
        let counted = files(question).filter { question.holds($0.text("assess_by")) && agrees($0) }.compactMap { file -> Counted? in
            let (due, done) = (file.text("assess_by")!, file.text("assessed_on"))
            guard done != nil || due < question.today.description else { return nil }
            return Counted(counts: done.map { $0 <= due } ?? false, codes: ["risk": file.text("risk"), "region": file.text("region")])
        }
        return Answer(counted + erased("R2.3", question), ["risk", "region"], Total.share)
    }

    private func legalHelp(_ question: Question) -> Answer {
        let counted = files(question).filter(agrees).flatMap { file in
            of(file, "service_given").filter { $0.text("legal_help") != nil && question.holdsMonth($0.text("month")) }.map { service in
                Counted(
                    once: person(file.id),
                    codes: [
                        "legal": service.text("legal_help"), "sex": head(file)?.text("sex"), "age": head(file)?.text("age_band"), "region": file.text("region"),
                    ])
            }
        }
        return Answer(counted, ["legal", "sex", "age", "region"], Total.different)
    }

    private func alerts(_ question: Question) -> Answer {
        let day = 86_400_000
        let counted = all("alert", of: question.organization).filter { question.holds($0.text("on")) }.compactMap { alert -> Counted? in
            let received = Moment(Day(alert.text("on")!)!, LocalTime(alert.text("at")!)!)
            let due = Int(received.milliseconds) + day
            let endOfToday = Int(Moment(question.today, LocalTime(hour: 0, minute: 0)!).milliseconds) + day
            if !alert.has("closed_at"), due >= endOfToday { return nil }
            return Counted(
                counts: alert.has("closed_at") && alert.number("closed_at") <= due,
                codes: ["channel": alert.text("channel"), "region": region(alert.text("place"))])
        }
        return Answer(counted, ["channel", "region"], Total.share)
    }

    private func voice(_ code: String, _ question: Question) -> Answer {
        let said = files(question).filter(agrees).map { file in (file, of(file, "feedback")) }
        if code == "R2.13" {
            return Answer(
                said.flatMap { file, all in
                    all.filter { question.holdsMonth($0.text("month")) }.map {
                        Counted(codes: ["subject": $0.text("subject"), "moment": $0.text("moment"), "region": file.text("region")])
                    }
                },
                ["subject", "moment", "region"], Total.sum)
        }
        let counted = said.compactMap { file, all -> Counted? in
            let closing = all.filter { $0.text("moment") == "closure" }
            let last = closing.max { ($0.text("month") ?? "", $0.made) < ($1.text("month") ?? "", $1.made) }
            guard let last, question.holdsMonth(last.text("month")) else { return nil }
            let who = head(file)
            return Counted(
                counts: ["3", "4"].contains(last.text("level")),
                codes: [
                    "level": last.text("level"), "sex": who?.text("sex"), "age": who?.text("age_band"), "origin": who?.text("origin"),
                    "region": file.text("region"),
                ])
        }
        return Answer(counted, ["level", "sex", "age", "origin", "region"], Total.share)
    }

    private func complete(_ question: Question) -> Answer {
        let files = files(question).filter { question.holdsMonth($0.text("month")) }.map { file in
            let who = head(file)
            let isWhole =
                ["sex", "age_band", "origin"].allSatisfy { who?.has($0) ?? false } && file.has("region") && !of(file, "consent").isEmpty
                && !of(file, "screening").isEmpty
            return Counted(counts: isWhole, codes: ["register": "case_file", "region": file.text("region")])
        }
        let sessions = all("information_session", of: question.organization).filter { question.holds($0.text("on")) }.map { session in
            let people = ["women", "men", "girls", "boys", "elder_women", "elder_men", "others"].map(session.number).reduce(0, +)
            return Counted(
                counts: session.has("place") && session.text("topics") != nil && session.text("languages") != nil && people > 0,
                codes: ["register": "information_session", "region": region(session.text("place"))])
        }
        return Answer(files + sessions, ["register", "region"], Total.share)
    }
}
