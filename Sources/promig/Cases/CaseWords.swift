import Access
import Accounts
import Journal
import Matching
import Protection

/// What invented people say, and what those who follow them write down.
enum CaseWords {
    static let requests = [
        "Retrouver mon frère, perdu de vue à la frontière (exemple).", "Un endroit sûr où dormir avec les enfants (exemple).",
        "Récupérer le salaire de trois mois de chantier (exemple).", "Savoir où demander l’asile (exemple).",
        "Un acte de naissance pour inscrire ma fille à l’école (exemple).", "Voir un soignant : les pieds blessés par la marche (exemple).",
        "Parler avec quelqu’un qui comprend ma langue (exemple).", "Prévenir la famille que je suis en vie (exemple).",
    ]
    static let notes = [
        "Vu au centre ce matin. Va mieux, mange, dort peu. Prochain rendez-vous convenu (exemple).",
        "Appel avec la famille, qui attend des nouvelles. La personne hésite encore à rentrer (exemple).",
        "A raconté le trajet : trois jours à pied, puis un camion. Ne veut pas que cela soit répété (exemple).",
        "Accompagnement au bureau d’état civil ; il manque un témoin, revenir jeudi (exemple).",
        "Absent au rendez-vous. Message laissé à la personne de confiance, sans dire qui appelle (exemple).",
    ]
    private static let situations = [
        "Dort sur un chantier, sans papiers. Craint le patron, qui garde son téléphone (exemple).",
        "Vit chez une cousine, avec deux enfants ; mange une fois par jour (exemple).",
        "Arrivé avec un convoi, épuisé, sans argent ; des amis au quartier (exemple).",
    ]
    private static let opinions = [
        "On m’a écouté jusqu’au bout (exemple).", "C’était long, mais j’ai eu mon papier (exemple).", "Je ne sais toujours pas qui appeler (exemple).",
        "Les enfants vont à l’école (exemple).",
    ]
    private static let wishes = [
        "Travailler ici, puis faire venir la famille (exemple).", "Rentrer, mais pas les mains vides (exemple).",
        "Que les enfants aillent à l’école (exemple).",
    ]
    private static let goals = ["Un toit sûr (exemple)", "Des papiers (exemple)", "Le salaire dû (exemple)", "Des nouvelles des siens (exemple)"]
    private static let actions = [
        "Appeler le centre d’accueil et réserver une place (exemple)", "Écrire la requête avec la personne (exemple)",
        "Aller ensemble au service d’état civil (exemple)",
        "Transmettre la demande de recherche (exemple)",
    ]

    private static func one<T>(_ list: [T], _ dice: inout InventedDice) -> T { list.randomElement(using: &dice)! }
    private static func chance(_ percent: Int, _ dice: inout InventedDice) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

    // MARK: The first contact

    static func contact(with person: InventedPerson, in setting: InventedCase.Setting, on day: Day, _ dice: inout InventedDice) -> FirstContact {
        var contact = FirstContact()
        let isMinor = day.year - person.birthYear < 18
        let isAlone = isMinor && chance(40, &dice)
        contact.person.sex = person.isWoman ? .female : .male
        contact.person.separation = isMinor ? Separation.list[isAlone ? 2 : chance(30, &dice) ? 1 : 0].0 : nil
        var clear: [String: Value] = ["name": .text(person.name), "nationality": .text(person.nationality), "place": .text(person.place)]
        if chance(80, &dice) {
            clear["birth_year"] = .integer(Int64(person.birthYear))
        } else {
            contact.person.ageBand = AgeBand(years: day.year - person.birthYear)
        }
        clear["mother_name"] = person.mother.map { .text($0) }
        clear["telephone"] = person.telephone.map { .text($0) }
        clear["language"] = .text(one(Array(SpokenLanguage.list.prefix(10)), &dice).0.code)
        clear["interpreter"] = chance(20, &dice) ? true.value : nil
        clear["interviewer"] = person.isWoman && chance(60, &dice) ? Sex.female.value : nil
        clear["request"] = .text(one(requests, &dice))
        clear["urgent"] = chance(35, &dice) ? Codes([one(UrgentNeed.list, &dice).0]).value : nil
        clear["contact_means"] = person.telephone == nil ? ContactMeans(code: "person").value : one(ContactMeans.list, &dice).0.value
        clear["contact_hours"] = chance(25, &dice) ? .text("après 17 h (exemple)") : nil
        clear["leave_message"] = chance(30, &dice) ? true.value : nil
        contact.caseFile.situation = one(TravelSituation.list, &dice).0
        let isExpelled = [TravelSituation.expelledAlgeria, .expelledLibya, .expelledElsewhere].contains(contact.caseFile.situation)
        contact.caseFile.convoy = isExpelled ? one(Convoy.list, &dice).0 : nil
        contact.caseFile.session = chance(20, &dice) ? setting.sessions.randomElement(using: &dice) : nil
        agree(&contact, &clear, isMinor: isMinor, isAlone: isAlone, in: setting, &dice)
        screen(&clear, isAlone: isAlone, &dice)
        if chance(6, &dice) { clear[one(CasePerson.functioningNames, &dice)] = one(Difficulty.list, &dice).0.value }
        contact.clear = clear
        return contact
    }

    private static func agree(
        _ contact: inout FirstContact, _ clear: inout [String: Value], isMinor: Bool, isAlone: Bool, in setting: InventedCase.Setting,
        _ dice: inout InventedDice
    ) {
        contact.consent.registered = .yes
        contact.consent.services = chance(96, &dice) ? .yes : .no
        contact.consent.statistics = chance(90, &dice) ? .yes : .no
        contact.consent.advocacy = chance(45, &dice) ? .yes : .no
        contact.consent.giver = isMinor ? ConsentGiver.list[isAlone ? 3 : 1].0 : .person
        contact.consent.manner = one(ConsentManner.list, &dice).0
        contact.consent.closing = chance(30, &dice) && !setting.receivers.isEmpty ? .handed : .destroyed
        if contact.consent.closing == .handed { contact.consent.handTo = setting.receivers.randomElement(using: &dice) }
        let parties = PartyKind.list.map(\.0).filter { chance($0 == .members ? 80 : $0 == .justice ? 15 : 50, &dice) }
        clear["sharing"] = parties.isEmpty ? nil : Codes(parties).value
        clear["withheld"] = chance(8, &dice) ? .text("Ne pas dire à la famille où elle dort (exemple).") : nil
    }

    private static func screen(_ clear: inout [String: Value], isAlone: Bool, _ dice: inout InventedDice) {
        var individual = chance(25, &dice) ? [one(Array(RiskFactor.individual.dropFirst()), &dice).0] : []
        if isAlone { individual.append(RiskFactor(code: "child-alone")) }
        let levels: [(String, [RiskFactor])] = [
            ("individual", individual), ("family", chance(30, &dice) ? [one(RiskFactor.family, &dice).0] : []),
            ("community", chance(35, &dice) ? [one(RiskFactor.community, &dice).0] : []),
            ("structural", chance(25, &dice) ? [one(RiskFactor.structural, &dice).0] : []),
        ]
        for (level, factors) in levels where !factors.isEmpty { clear[level] = Codes(factors).value }
        clear["protective"] = chance(60, &dice) ? Codes([one(ProtectiveFactor.list, &dice).0]).value : nil
    }

    /// Those who came along: of one in six, with the family's name.
    static func family(of person: InventedPerson, year: Int, _ dice: inout InventedDice) -> [Opened<CasePerson>] {
        guard chance(16, &dice) else { return [] }
        let surname = person.name.split(separator: " ").last ?? ""
        return (0..<Int.random(in: 1...4, using: &dice)).map { _ in
            let other = InventedPerson(inYear: year, nationality: person.nationality, using: &dice)
            var member = CasePerson()
            member.relation = CaseRelation(code: one(["spouse", "child", "child", "child", "sibling"], &dice))
            member.sex = other.isWoman ? .female : .male
            let isChild = member.relation.code == "child"
            let birthYear = isChild ? year - Int.random(in: 0...17, using: &dice) : other.birthYear
            let given = other.name.split(separator: " ").first ?? ""
            return Opened(
                member, clear: ["name": .text("\(given) \(surname)"), "birth_year": .integer(Int64(birthYear)), "nationality": .text(person.nationality)])
        }
    }

    // MARK: What was done

    /// The acts that bring the file to a step, each sealing what it says.
    static func work(
        on caseFile: ID<CaseFile>, up to: CaseStep, in setting: InventedCase.Setting, _ days: InventedCase.Days, _ dice: inout InventedDice
    ) -> [CaseDeed] {
        var deeds: [CaseDeed] = []
        let isAtLeast = { (step: CaseStep) in to.isAtLeast(step) }
        for _ in 0..<Int.random(in: isAtLeast(.assessed) ? 1...3 : 0...1, using: &dice) {
            var need = Need()
            need.caseFile = caseFile
            let clear: [String: Value] = ["need": one(SpecificNeed.list, &dice).0.value, "detail": .text(one(requests, &dice))]
            need.setBands(clear)
            // Where the file is closed later, each need has had its answer by then.
            need.outcome = isAtLeast(.followed) ? one(NeedOutcome.list, &dice).0 : nil
            deeds.append(CaseDeed(.needAdd, need, clear, on: days.after(1)))
        }
        if isAtLeast(.assessed) {
            var assessment = Assessment()
            (assessment.caseFile, assessment.on) = (caseFile, days.after(Int.random(in: 1...9, using: &dice)))
            let clear: [String: Value] = [
                "situation": .text(one(situations, &dice)), "strengths": .text("Parle haoussa, a un métier (exemple)."), "wishes": .text(one(wishes, &dice)),
            ]
            deeds.append(CaseDeed(.assessmentMake, assessment, clear, reaches: .assessed, on: assessment.on!))
        }
        if isAtLeast(.planned) {
            for _ in 0..<Int.random(in: 1...2, using: &dice) {
                var action = PlanAction()
                (action.caseFile, action.responsible, action.due) = (caseFile, setting.agent, days.from.advanced(by: Int.random(in: 12...40, using: &dice)))
                action.doneOn = isAtLeast(.followed) && chance(80, &dice) ? days.after(30) : nil
                let clear: [String: Value] = ["goal": .text(one(goals, &dice)), "action": .text(one(actions, &dice))]
                deeds.append(CaseDeed(.planAdd, action, clear, reaches: action.doneOn == nil ? .planned : .followed, on: days.after(10)))
            }
        }
        if isAtLeast(.followed) {
            for _ in 0..<Int.random(in: 1...2, using: &dice) {
                var service = ServiceGiven()
                service.caseFile = caseFile
                service.legalHelp = chance(30, &dice) ? one(LegalHelp.list, &dice).0 : nil
                let day = days.after(Int.random(in: 12...60, using: &dice))
                let clear: [String: Value] = ["on": day.value, "need": one(SpecificNeed.list, &dice).0.value, "detail": .text(one(actions, &dice))]
                service.setBands(clear, today: day)
                deeds.append(CaseDeed(.serviceGivenAdd, service, clear, reaches: .followed, on: day))
            }
        }
        for _ in 0..<Int.random(in: isAtLeast(.assessed) ? 1...3 : 0...1, using: &dice) {
            var note = CaseNote()
            (note.caseFile, note.on) = (caseFile, days.after(Int.random(in: 1...90, using: &dice)))
            deeds.append(CaseDeed(.noteAdd, note, ["text": .text(one(notes, &dice))], on: note.on!))
        }
        return deeds
    }

    /// What the person says of the help: of some who are followed, and of more when their file is closed.
    static func feedback(on caseFile: ID<CaseFile>, at step: CaseStep, _ days: InventedCase.Days, _ dice: inout InventedDice) -> [CaseDeed] {
        guard step.isAtLeast(.followed), chance(step == .closed ? 60 : 15, &dice) else { return [] }
        var feedback = Feedback()
        (feedback.caseFile, feedback.moment, feedback.subject) = (caseFile, step == .closed ? .closure : .underway, one(FeedbackSubject.list, &dice).0)
        feedback.level = FeedbackLevel(code: one(["1", "2", "3", "3", "3", "4", "4"], &dice))
        feedback.manner = one(VoiceManner.list, &dice).0
        let day = days.after(Int.random(in: 30...90, using: &dice))
        let clear: [String: Value] = ["on": day.value, "words": .text(one(opinions, &dice))]
        feedback.setBands(clear, today: day)
        return [CaseDeed(.feedbackTake, feedback, clear, on: day)]
    }

    static func closure(of caseFile: ID<CaseFile>, by agent: ID<Account>, _ days: InventedCase.Days, _ dice: inout InventedDice) -> Opened<CaseClosure> {
        var closure = CaseClosure()
        (closure.caseFile, closure.askedBy, closure.askedOn) = (caseFile, agent, days.after(Int.random(in: 40...160, using: &dice)))
        closure.reason = one(ClosureReason.list, &dice).0
        return Opened(closure, clear: ["summary": .text("Les besoins notés ont eu une réponse, bonne ou non (exemple).")])
    }
}
