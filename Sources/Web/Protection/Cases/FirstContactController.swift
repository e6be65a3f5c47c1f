import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage

/// First contact: what is said first, what the person agrees to, and what little is needed to begin, on one page.
enum FirstContactController {
    static let routes: [Route] = [
        .get(.caseNew, .permission(.caseEdit)) { visit, connection in
            guard let prepared = try ReferralIntake.typed(visit, connection) else {
                return try page(visit, connection, FirstContact(), typed: nil, problems: [])
            }
            return try page(visit, connection, FirstContact(), typed: prepared, problems: []).noting(ReferralIntake.note(visit))
        },
        .post(.caseNew, .permission(.caseEdit), take),
    ]

    static let fileAsked = [
        "place", "language", "interpreter", "interviewer", "situation", "convoy", "request", "urgent", "telephone", "contact_means", "contact_hours",
        "contact_person", "leave_message", "session",
    ]
    static let consentAsked = Consent.answers + ["sharing", "also", "never", "closing", "hand_to", "giver", "giver_name", "manner", "withheld"]

    private static func page(
        _ visit: Visit, _ connection: any Connection, _ contact: FirstContact, typed: Typed?, problems: [Refusal.Problem],
        matches: [String: [Referred.Choice]] = [:], known: KnownAlready? = nil
    ) throws -> Reply {
        var choices = try Choices(CaseFile.self, asked: fileAsked, visit, connection, of: contact.caseFile)
        choices.add(try Choices(Consent.self, asked: consentAsked, visit, connection, of: contact.consent))
        choices.matches = matches
        let sheet = { (record: any Record, asked: [String], optional: Set<String>) in
            Self.sheet(record, asked, typed, problems, choices, optional)
        }
        let form = FirstContactForm(
            visit: visit, problems: problems, token: (typed?.token ?? .random()).description, consent: sheet(contact.consent, Consent.answers, []),
            sharing: sheet(contact.consent, ["sharing"], []),
            given: sheet(contact.consent, ["giver", "manner", "closing"], []),
            spoken: sheet(contact.consent, ["also", "never", "giver_name", "hand_to", "withheld"], []),
            place: sheet(contact.caseFile, ["place", "language", "interpreter", "interviewer"], []),
            person: sheet(contact.person, CasePerson.identity.filter { !["other_names", "mother_name"].contains($0) }, []),
            names: sheet(contact.person, ["other_names", "mother_name"], []),
            arrival: sheet(contact.caseFile, ["situation", "convoy", "urgent", "request"], []),
            functioning: sheet(contact.person, CasePerson.functioningNames, []),
            screening: sheet(contact.screening, Screening.asked, []),
            contact: sheet(contact.caseFile, ["telephone", "contact_means", "leave_message"], []),
            reaching: sheet(contact.caseFile, ["contact_hours", "contact_person", "session"], []),
            isLeft: typed?.has("left") ?? false, known: known, referral: typed.flatMap { $0.has("referral") ? $0["referral"] : nil },
            sounds: try ConsentSounds(visit, connection))
        let page = visit.render(
            visit.say("Premier contact", en: "First contact"),
            lede: visit.say("Rien n’est obligatoire, sauf l’accord de la personne.", en: "Nothing is required but the person’s agreement."),
            trail: Registers.trail(visit, of: .cases)
        ) { form }
        if let known { return visit.showing(known.findings, page, status: .unprocessableContent) }
        return .page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func sheet<R: Record>(
        _ record: R, _ asked: [String], _ typed: Typed?, _ problems: [Refusal.Problem], _ choices: Choices, _ optional: Set<String>
    ) -> FormSheet {
        FormSheet(record, asked: asked, typed: typed, problems: problems, choices: choices, optional: optional)
    }

    private static func take(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var contact = FirstContact()
        contact.caseFile.id = typed.token.cast()
        let blank = contact
        let (ofFile, ofConsent, isOpen) = try await visit.site.store.glance { connection in
            (
                try ReferencesRead(CaseFile.self, typed, asked: fileAsked, visit, connection),
                try ReferencesRead(Consent.self, typed, asked: consentAsked, visit, connection),
                // Sent twice, it is found as its own duplicate.
                try connection.find(CaseFile.self, typed.token.cast()) != nil
            )
        }
        var problems = ofConsent.problems(beside: contact.consent.take(ofConsent.typed, asked: Set(consentAsked), sealing: &contact.clear), of: Consent.self)
        problems += ofFile.problems(beside: contact.caseFile.take(ofFile.typed, asked: Set(fileAsked), sealing: &contact.clear), of: CaseFile.self)
        problems += contact.person.take(typed, asked: Set(CasePerson.identity + CasePerson.functioningNames), sealing: &contact.clear)
        problems += contact.screening.take(typed, asked: Set(Screening.asked), sealing: &contact.clear)
        let matches = ofFile.matches.merging(ofConsent.matches) { own, _ in own }
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { try page(visit, $0, blank, typed: typed, problems: problems, matches: matches) }
        }
        if problems.isEmpty {
            do { try contact.check() } catch { problems = error.problems }
        }
        guard problems.isEmpty else { return try await again(problems) }
        // Whoever may have a file already is shown first; what is pressed then says that it was seen of this very question.
        let question = CaseQuestion(contact, on: visit.today)
        if typed["anyway"] != question.digest.hex, !question.isEmpty, !isOpen {
            let asking = try await visit.asking(question)
            let shown: Reply? = try await visit.site.store.glance { connection in
                let known = KnownAlready(visit: visit, findings: try visit.find(question, asking, connection), asking: asking, answer: question.digest.hex)
                guard known.isSomeone else { return nil }
                return try page(visit, connection, blank, typed: typed, problems: [], matches: matches, known: known)
            }
            if let shown { return shown }
        }
        let (made, reader, today, keys) = (contact, try visit.reader(), visit.today, try visit.memberKeys())
        let isLeft = typed.has("left")
        do {
            let outcome = try await visit.perform(.caseCreate, typed, in: visit.scope(of: CaseFile.self), then: ReferralIntake.following(typed, visit)) { act in
                try made.open(for: reader, leftToIntake: isLeft, by: Keyring(keys, act.connection), in: act, on: today)
                try ReferralIntake.tie(made.caseFile.id, typed, visit, act)
            }
            return .done(outcome, at: SitePath.caseFile(made.caseFile.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}

/// The sheet of a first contact, in the order in which a conversation goes; printed, it is one paper in the same order.
private struct FirstContactForm: Component {
    let visit: Visit
    let problems: [Refusal.Problem]
    let token: String
    let consent: FormSheet
    let sharing: FormSheet
    let given: FormSheet
    let spoken: FormSheet
    let place: FormSheet
    let person: FormSheet
    let names: FormSheet
    let arrival: FormSheet
    let functioning: FormSheet
    let screening: FormSheet
    let contact: FormSheet
    let reaching: FormSheet
    let isLeft: Bool
    let known: KnownAlready?
    /// The referral from which the file is opened.
    let referral: String?
    let sounds: ConsentSounds

    private var say: Say { visit.say }

    var body: some Markup {
        ErrorSummary(say: say, problems: problems)
        if let known { known }
        form(.id("contact"), .method(.post), .action(SitePath.caseNew()), .novalidate(), .class("sheet dense")) {
            HiddenFields(visit: visit, token: token)
            if let referral { input(.type(.hidden), .name("referral"), .value(referral)) }
            h2(say("Dire d’abord", en: "To be said first"))
            ul {
                li(
                    say(
                        "Ce que vous dites sert à vous aider. Vous pouvez vous taire, ne pas donner de nom, et arrêter quand vous voulez : l’aide reste.",
                        en: "What you say serves to help you. You may stay silent, give no name, and stop when you want: the help remains."))
                li(
                    say(
                        "Seuls l’agent qui vous suit et son superviseur peuvent le lire. Ce qui part ailleurs, c’est vous qui le permettez, chaque fois.",
                        en: "Only the officer who follows you and their supervisor can read it. What goes elsewhere, you allow each time."))
                li(
                    say(
                        "Une exception : une vie en danger, la vôtre ou celle d’un enfant. Et personne ne peut promettre ce que fera quelqu’un qui tiendrait cette machine par la force.",
                        en: "One exception: a life in danger, yours or a child’s. And nobody can promise what someone who held this machine by force would do.")
                )
            }
            if !sounds.isEmpty {
                details(.class("no-print")) {
                    summary(say("Faire entendre ce texte dans une langue", en: "Let this text be heard in a language"))
                    sounds
                }
            }
            sheet(consent)
            h2(say("Où, et comment se parler", en: "Where, and how to talk"))
            sheet(place, headings: false)
            h2(say("La personne", en: "The person"))
            sheet(person, headings: false)
            folded(say("Autres noms, nom de la mère", en: "Other names, mother’s name"), names)
            h2(say("Ce qui l’amène", en: "What brings them"))
            sheet(arrival, headings: false)
            h2(say("Ce qui l’expose, et ce qui la protège", en: "What exposes them, and what protects them"))
            p(
                say(
                    "Cochez ce qui est dit ou visible. Ne posez pas ces questions une à une.",
                    en: "Tick what is said or visible. Do not ask these questions one by one."), .class("hint"))
            sheet(screening)
            folded(say("Difficultés à voir, entendre, marcher… (six questions)", en: "Difficulty seeing, hearing, walking… (six questions)"), functioning)
            h2(say("La joindre sans danger", en: "Reaching them safely"))
            sheet(contact, headings: false)
            folded(say("À quelles heures, par qui, d’où vient la demande", en: "At which hours, through whom, what led to it"), reaching)
            h2(say("Avec qui partager, et la suite", en: "With whom to share, and what follows"))
            sheet(sharing)
            sheet(given, headings: false)
            folded(
                say(
                    "Des organisations par leur nom, qui répond pour elle, ce qu’il faut taire",
                    en: "Organisations by their name, who answers for them, what is not to be told"), spoken)
            div(.class("field choices")) {
                label(.for("f-left")) {
                    input(.id("f-left"), .name("left"), .type(.checkbox), .value("1"), .checked(isLeft))
                    say("Je ne suivrai pas ce dossier : le laisser à l’accueil", en: "I will not follow this case file: leave it to the intake")
                }
            }
            div(.class("actions")) {
                button(say("Ouvrir le dossier", en: "Open the case file"), .class("primary"), .type(.submit))
                a(say("Annuler", en: "Cancel"), .class("secondary"), .href(SitePath.cases()))
            }
        }
    }

    /// What is asked of few, folded away until something stands there or is wrong.
    @MarkupBuilder private func folded(_ title: String, _ sheet: FormSheet) -> some Markup {
        details(.open(sheet.lines.contains { $0.problem != nil || $0.values.contains { !$0.isEmpty } })) {
            summary(title)
            Each(sheet.lines) { FieldView(say: say, line: $0, isQuick: true) }
        }
        OnPaper(say: say, sheet: sheet)
    }

    @MarkupBuilder private func sheet(_ sheet: FormSheet, headings: Bool = true) -> some Markup {
        if headings {
            Each(sheet.blocks) { BlockView(say: say, block: $0, isQuick: true) }
        } else {
            Each(sheet.lines) { FieldView(say: say, line: $0, isQuick: true) }
        }
    }
}

/// What lies folded on the screen, as an empty paper asks it: in few lines, and answers that several questions share are said once.
private struct OnPaper: Component {
    let say: Say
    let sheet: FormSheet

    /// The answers that all the questions share, where there are several of both.
    private var scale: [String] {
        let lists = sheet.lines.map { line in if case .choice(let list) = line.input { list.map(\.code) } else { [String]() } }
        guard lists.count > 1, let first = lists.first, !first.isEmpty, lists.allSatisfy({ $0 == first }), case .choice(let list)? = sheet.lines.first?.input
        else { return [] }
        return list.map { say($0.label) }
    }

    var body: some Markup {
        let scale = scale
        div(.class("only-print folded")) {
            if !scale.isEmpty { p(scale.enumerated().map { "\($0 + 1)\u{A0}\($1)" }.joined(separator: " · ")) }
            Each(sheet.lines) { line in p { "\(say(line.label)) \(answer(line, scale.count))" } }
        }
    }

    private func answer(_ line: FormSheet.Line, _ scale: Int) -> String {
        switch line.input {
        case .choice where scale > 0: (1...scale).map { "☐\u{A0}\($0)" }.joined(separator: " ")
        case .choice(let list) where list.count <= 4: list.map { "☐\u{A0}\(say($0.label))" }.joined(separator: " ")
        case .yesNo: "☐"
        default: "………………………"
        }
    }
}
