import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage
import Vault

/// Taking a complaint, by any agent, about anyone; and reading out its answer to whoever shows the slip.
enum ComplaintTakingController {
    static let routes: [Route] = [
        .get(.complaintNew, .permission(.complaintTake)) { visit, connection in try page(visit, connection) },
        .post(.complaintNew, .permission(.complaintTake), take),
        .get(.complaintAnswer, .permission(.complaintTake)) { visit, _ in asking(visit) },
        .post(.complaintAnswer, .permission(.complaintTake), answer),
    ]

    /// The form; while nobody could open what it asks for, it says so first.
    private static func editing(isReady: Bool) -> RecordEditing<ComplaintContent> {
        RecordEditing(
            ComplaintContent.self, asked: ComplaintContent.asked, act: .complaintSend, title: Phrase("Prendre une plainte", en: "Take a complaint"),
            lede: isReady
                ? Phrase(
                    "Une fois transmise, ni vous ni l’organisation mise en cause ne pourrez la lire : seulement des personnes nommées d’autres organisations.",
                    en: "Once sent, neither you nor the organisation complained of can read it: only named people of other organisations.")
                : Refusal.notReady(.complaints).problems[0].text, button: Phrase("Transmettre la plainte", en: "Send the complaint"))
    }

    private static func trail(_ visit: Visit) -> [(String, Address)] { Registers.trail(visit) }

    private static func page(
        _ visit: Visit, _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = [], matches: [String: [Referred.Choice]] = [:]
    ) throws -> Reply {
        try editing(isReady: CircleState.find(.complaints, connection)?.canSeal == true).page(
            visit, connection, ComplaintContent(), versions: nil, typed: typed, problems: problems, matches: matches, to: SitePath.complaintNew(),
            back: SitePath.protection(),
            trail: trail(visit))
    }

    private static func take(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let references = try await visit.site.store.read { try ReferencesRead(ComplaintContent.self, typed, asked: ComplaintContent.asked, visit, $0) }
        var content = ComplaintContent()
        var clear: [String: Value] = [:]
        let problems = references.problems(
            beside: content.take(references.typed, asked: Set(ComplaintContent.asked), sealing: &clear), of: ComplaintContent.self)
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { try page(visit, $0, typed: typed, problems: problems, matches: references.matches) }
        }
        guard problems.isEmpty else { return try await again(problems) }
        let key = DataKey(subject: .random())
        content.complaint = key.subject.cast()
        var attachments: [Attachment] = []
        if let upload = typed.files["voice"] {
            let (file, sealed) = try upload.attachments(about: key.subject, under: key, at: content.place(of: "voice"))
            clear["voice"] = file.value
            attachments = sealed
        }
        let (blank, said, voice, slip, account, today) = (content, clear, attachments, SlipCode.draw(), try visit.reader().account, visit.today)
        do {
            // By nobody: who took a complaint is for its readers alone to know.
            let deed = Deed(ActName.complaintSend.name, by: nil, token: typed.token) { act in
                try ComplaintTaking.send(blank, said, voice, under: key, slip: slip, by: account, in: act, on: today)
            }
            let outcome = try await visit.site.store.performTogether([deed])[0]
            return sent(visit, outcome.isRepeat ? nil : slip)
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    /// What is shown once: the slip, and what becomes of the complaint.
    private static func sent(_ visit: Visit, _ slip: SlipCode?) -> Reply {
        let say = visit.say
        return visit.page(say("Plainte transmise", en: "Complaint sent"), trail: trail(visit)) {
            if let slip {
                div(.class("card shown-once")) {
                    p(slip.text, .class("code"))
                    p(
                        say(
                            "À montrer à n’importe quel agent du réseau, pour avoir une réponse.",
                            en: "To be shown to any agent of the network, to be given an answer."))
                }
                p(
                    say(
                        "Ce papier ne dit ni qui, ni pourquoi, et ne sera plus montré. Imprimez-le ou recopiez-le pour la personne, si le porter ne la met pas en danger.",
                        en:
                            "This paper says neither who nor why, and is not shown again. Print it or copy it for the person, if carrying it puts them in no danger."
                    ), .class("note no-print"))
            } else {
                p(
                    say(
                        "Cette plainte est déjà transmise ; son bulletin a été montré une fois.",
                        en: "This complaint was sent already; its slip was shown once."), .class("note"))
            }
            p(
                say(
                    "Vous ne pouvez plus la lire. Seuls ceux qui l’ouvriront sauront que vous l’avez prise.",
                    en: "You can read it no more. Only those who open it will know that you took it."), .class("no-print"))
            p(.class("no-print")) { a(say("Revenir à Protection", en: "Back to Protection"), .href(SitePath.protection())) }
        }
    }

    // MARK: The answer, for who shows the slip

    private static func asking(_ visit: Visit, code: String = "", problems: [Refusal.Problem] = []) -> Reply {
        let question = Question(
            name: "slip", label: Phrase("Code du bulletin", en: "Code of the slip"),
            hint: Phrase("Seize lettres et chiffres.", en: "Sixteen letters and digits."), kind: .line, value: code)
        return visit.page(
            visit.say("Réponse à une plainte", en: "Answer to a complaint"),
            lede: visit.say("Pour la personne qui montre son bulletin.", en: "For the person who shows their slip."), trail: trail(visit),
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            PlainForm(
                visit: visit, questions: [question], problems: problems, action: SitePath.complaintAnswer(),
                button: Phrase("Chercher la réponse", en: "Look for the answer"))
        }
    }

    private static func answer(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let found = try await visit.site.store.read { connection in try SlipCode(typed["slip"]).flatMap { try SlipAnswer($0, connection) } }
        guard let found else {
            return asking(
                visit, code: typed["slip"],
                problems: [.init("slip", Phrase("Aucune plainte n’a ce code. Vérifiez chaque signe.", en: "No complaint has this code. Check each character."))]
            )
        }
        let say = visit.say
        let page = visit.render(
            say("Réponse à une plainte", en: "Answer to a complaint"),
            lede: say("À lire à la personne, et à elle seule.", en: "To be read to the person, and to them alone."), trail: trail(visit)
        ) {
            dl(.class("summary")) { SummaryLine(say("Étape", en: "State"), say(found.complaint.state.label)) }
            if found.answers.isEmpty {
                p(
                    found.complaint.state == .closed
                        ? say("La plainte est close sans réponse écrite.", en: "The complaint was closed without a written answer.")
                        : say(
                            "Il n’y a pas encore de réponse. La personne peut revenir avec son bulletin.",
                            en: "There is no answer yet. The person may come back with their slip."), .class("note"))
            }
            Each(found.answers) { answer in
                h2(answer[\.on].map { Dates.long($0, visit.language) } ?? say("Réponse", en: "Answer"))
                div(.class("report")) { Paragraphs(text: answer[\.words] ?? "") }
            }
        }
        return .opened(page, Reading.Note(.complaintAnswerRead, of: ComplaintAnswer.kind, found.answers.map { $0.record.id.cast() }))
    }
}
