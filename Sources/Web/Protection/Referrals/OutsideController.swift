import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Storage
import Vault

/// Referrals outside the network: what was told, the form to print or to encrypt, and the answer as the sender heard it.
enum OutsideController {
    static let routes: [Route] = [
        .get(.outsideReferral, .permission(.referralShow)) { visit, connection in try page(visit, connection) },
        .get(.outsideSteps, .permission(.referralEdit)) { visit, connection in
            try stepPage(visit, connection, ReferralStepKind(code: visit.query["step"] ?? ""))
        },
        .post(.outsideSteps, .permission(.referralEdit), follow),
        .get(.outsideSheet, .permission(.referralShow), sheet),
        .get(.outsideSlip, .permission(.referralShow), slip),
    ]

    /// One of them, opened with the keys of its case file.
    private struct OpenedOutside {
        let outside: Opened<OutsideReferral>
        let file: ReferredCase
        let state: ReferralState
        let steps: [Opened<OutsideStep>]

        init(_ visit: Visit, _ connection: any Connection) throws {
            let record = try visit.find(OutsideReferral.self, connection).record
            guard let id = record.caseFile, let file = try ReferredCase(id, visit.keyring(connection), connection), let outside = record.opened(with: file.keys)
            else {
                throw Refusal.fileNotOpened
            }
            (self.outside, self.file) = (outside, file)
            state = try record.state(connection)
            steps = try connection.all(OutsideStep.self, "WHERE outside = ? ORDER BY made, id LIMIT 200", [record.id.value]).compactMap {
                $0.record.opened(with: file.keys)
            }
        }

        var record: OutsideReferral { outside.record }
    }

    private static func trail(_ opened: OpenedOutside, _ visit: Visit) -> [(String, Address)] { visit.trail(to: opened.file.file.record) }

    private static func page(_ visit: Visit, _ connection: any Connection, problems: [Refusal.Problem] = []) throws -> Reply {
        let opened = try OpenedOutside(visit, connection)
        let (record, say) = (opened.record, visit.say)
        let next = OutsideReferral.mayFollow(opened.state)
        return visit.page(
            of: record.caseFile!, say("Référencement \(record.reference)", en: "Referral \(record.reference)"),
            lede: say("Hors du réseau", en: "Outside the network"), trail: trail(opened, visit), status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            ErrorSummary(say: say, problems: problems)
            p { StateTag(visit: visit, state: opened.state) }
            if opened.state.stage == .recalled {
                div(.class("note")) {
                    p(
                        say(
                            "La personne a retiré son accord : demandez au service de détruire ce qu’il a reçu, et notez sa réponse.",
                            en: "The person has taken back their agreement: ask the service to destroy what it received, and note its answer."))
                }
            }
            div(.class("actions")) {
                a(say("Fiche à imprimer", en: "Form to print"), .class("primary"), .href(SitePath.outsideSheet(record.id)))
                a(say("Bulletin à imprimer", en: "Slip to print"), .class("secondary"), .href(SitePath.outsideSlip(record.id)))
                if visit.may(.referralEdit) {
                    Each(next) { kind in a(say(kind.heard), .class("secondary"), .href(SitePath.outsideSteps(record.id).query("step", kind.code))) }
                }
            }
            dl(.class("summary")) {
                SummaryLine(say("Service", en: "Service"), opened.outside[\.provider] ?? "")
                SummaryLine(say("Type", en: "Kind"), opened.outside[\.party].map { say($0.label) } ?? "")
                SummaryLine(say("Demandé", en: "Asked for"), opened.outside[\.service].map { say($0.label) } ?? "")
                SummaryLine(say("Priorité", en: "Priority"), say(record.priority.label))
                SummaryLine(say("Moyen", en: "Way"), say(record.way.label))
                SummaryLine(say("Réponse attendue avant", en: "Answer due by"), opened.state.due.map { Dates.moment($0, say) } ?? "")
                SummaryLine(
                    say("Parti", en: "Left"),
                    ReferralPart.list.filter { opened.outside[\.shared]?.elements.contains($0.0) == true }.map { say($0.1) }.joined(separator: ", "))
            }
            if let need = opened.outside[\.need] { div(.class("report")) { Paragraphs(text: need) } }
            if !opened.steps.isEmpty {
                h2(say("Ce qui a été fait", en: "What was done"))
                ul(.class("todo")) {
                    Each(opened.steps) { step in StepLine(visit: visit, step: step.record.asStep(of: opened.state.referral), by: "", words: step[\.words]) }
                }
            }
        }
    }

    // MARK: The next step

    private static func stepPage(
        _ visit: Visit, _ connection: any Connection, _ kind: ReferralStepKind, typed: Typed? = nil, problems: [Refusal.Problem] = []
    ) throws -> Reply {
        let opened = try OpenedOutside(visit, connection)
        guard OutsideReferral.mayFollow(opened.state).contains(kind) else { return try page(visit, connection, problems: problems) }
        let form = StepForm(
            visit: visit, kind: kind, explanation: nil, action: SitePath.outsideSteps(opened.record.id), back: SitePath.outsideReferral(opened.record.id),
            typed: typed,
            problems: problems, isHeard: true)
        return visit.page(
            visit.say(kind.heard), lede: visit.say("Référencement \(opened.record.reference)", en: "Referral \(opened.record.reference)"),
            trail: trail(opened, visit) + [(opened.record.reference, SitePath.outsideReferral(opened.record.id))],
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) { form }
    }

    private static func follow(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let kind = ReferralStepKind(code: typed["step"])
        let id = try await visit.site.store.read { try visit.find(OutsideReferral.self, $0).id }
        let (step, words, problems) = StepForm.read(kind, typed, today: visit.today)
        let again = { (problems: [Refusal.Problem]) in try await visit.site.store.read { try stepPage(visit, $0, kind, typed: typed, problems: problems) } }
        guard kind.rank > 0 else { throw Failure.notFound }
        guard problems.isEmpty else { return try await again(problems) }
        let now = visit.moment
        do {
            let outcome = try await visit.perform(.outsideStep, typed, in: visit.scope(of: OutsideStep.self)) { act in
                let opened = try OpenedOutside(visit, act.connection)
                var made = OutsideStep()
                (made.id, made.step, made.on) = (typed.token.cast(), kind, step.on)
                (made.refusal, made.access, made.next) = (step.refusal, step.access, step.next)
                try opened.record.follow(made, words: words, under: opened.file.keys, in: act, at: now)
            }
            return .done(outcome, at: SitePath.outsideReferral(id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    // MARK: The papers that leave

    private static func slip(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let opened = try OpenedOutside(visit, connection)
        let offer = try opened.outside[\.offer].flatMap { try connection.find(ServiceOffer.self, $0)?.record }
        let place = [
            opened.outside[\.provider], try offer.flatMap { try Names(visit, connection, of: [$0])[$0.place] }, offer?.contact, offer?.telephone, offer?.hours,
        ]
        return visit.page(
            of: opened.record.caseFile!, visit.say("Bulletin", en: "Slip"),
            trail: trail(opened, visit) + [(opened.record.reference, SitePath.outsideReferral(opened.record.id))]
        ) { NeutralSlip(say: visit.say, code: opened.record.reference, place: place.compactMap { $0 }) }
    }

    /// One sheet in the order of the screen, under a title that tells nothing; the same as text, to be encrypted.
    private static func sheet(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let opened = try OpenedOutside(visit, connection)
        let (record, say) = (opened.record, visit.say)
        var referring = Referring()
        referring.parts = opened.outside[\.shared]?.elements ?? []
        referring.service = opened.outside[\.service]
        referring.need = opened.outside[\.need] ?? ""
        referring.story = opened.outside[\.story] ?? ""
        let lines = told(referring, opened, visit)
        let text = ([record.reference] + lines.map { "\($0.label)\(say("\u{A0}: ", en: ": "))\($0.text)" }).joined(separator: "\n")
        return visit.page(
            of: record.caseFile!, say("Fiche \(record.reference)", en: "Form \(record.reference)"),
            trail: trail(opened, visit) + [(record.reference, SitePath.outsideReferral(record.id))]
        ) {
            dl(.class("summary")) { Each(lines) { SummaryLine($0.label, $0.text) } }
            h2(say("Votre réponse", en: "Your answer"), .class("only-print"))
            table(.class("sign-lines")) {
                tbody {
                    Each([
                        say("Accepté le", en: "Accepted on"), say("Refusé, pourquoi", en: "Refused, why"), say("Service rendu le", en: "Service given on"),
                        say("Signature", en: "Signature"),
                    ]) { row in
                        tr {
                            td(row)
                            td("")
                        }
                    }
                }
            }
            details(.class("no-print")) {
                summary(say("Le même texte, à chiffrer avant de l’envoyer", en: "The same as text, to be encrypted before it is sent"))
                pre(text)
            }
        }
    }

    private static func told(_ referring: Referring, _ opened: OpenedOutside, _ visit: Visit) -> [(label: String, text: String)] {
        let say = visit.say
        let said = OutsideReferral.said(referring, of: opened.file)
        var lines = [
            (say("À", en: "To"), opened.outside[\.provider] ?? ""), (say("Priorité", en: "Priority"), say(opened.record.priority.label)),
            (say("Réponse attendue avant", en: "Answer due by"), opened.record.answerBy.map { Dates.moment($0, say) } ?? ""),
            (say("Service demandé", en: "Service asked for"), referring.service.map { say($0.label) } ?? ""),
            (say("Ce qui est demandé", en: "What is asked for"), referring.need),
        ]
        for person in said.people {
            let facts = ["relation", "name", "sex", "age_band", "separation", "nationality"].compactMap { name in
                person[name].flatMap { value in ReferredPerson.fields.first { $0.name == name }.map { Names.plain(value, $0.input, say) } }
            }
            lines.append((say("Personne", en: "Person"), facts.filter { !$0.isEmpty }.joined(separator: ", ")))
        }
        for field in ReferralContent.fields where !["service", "need", "from"].contains(field.name) {
            guard let value = said.content[field.name], value != .null else { continue }
            lines.append((say(field.label), Names.plain(value, field.input, say)))
        }
        return lines.filter { !$0.1.isEmpty }
    }
}

extension ReferralStepKind {
    /// What the sender notes of a service that writes nothing itself.
    var heard: Phrase {
        switch self {
        case .accepted: Phrase("Le service accepte", en: "The service accepts")
        case .refused: Phrase("Le service refuse", en: "The service refuses")
        case .destroyed: Phrase("Le service a détruit ce qu’il avait", en: "The service destroyed what it had")
        case .kept: Phrase("Le service conserve ce qu’il a", en: "The service keeps what it has")
        default: verb
        }
    }
}

extension Names {
    /// A value that refers to no record, as a reader reads it.
    fileprivate static func plain(_ value: Value, _ input: Input, _ say: Say) -> String {
        switch (value, input) {
        case (.text(let code), .choice(let list)): list.first { $0.code == code }.map { say($0.label) } ?? code
        case (.integer(let flag), .yesNo): flag == 1 ? say("oui", en: "yes") : say("non", en: "no")
        case (.text(let text), _): text
        default: ""
        }
    }
}
