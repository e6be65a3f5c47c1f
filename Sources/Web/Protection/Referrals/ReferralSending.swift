import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Protection
import Storage
import Vault

/// To refer someone from their case file: to a member, or outside the network.
enum ReferralSending {
    static let routes: [Route] = [
        .get(.caseReferralNew, .permission(.referralEdit)) { visit, connection in try page(visit, connection, .blank, isOutside: false) },
        .post(.caseReferralNew, .permission(.referralEdit)) { visit, typed in try await send(visit, typed) },
        .get(.caseOutsideNew, .permission(.referralEdit)) { visit, connection in try page(visit, connection, .blank, isOutside: true) },
        .post(.caseOutsideNew, .permission(.referralEdit)) { visit, typed in try await note(visit, typed) },
    ]

    /// The case file that the address names, as the reader's keys open it.
    private static func opened(_ visit: Visit, _ connection: any Connection) throws -> ReferredCase {
        let id = try visit.find(CaseFile.self, connection).id
        guard let opened = try ReferredCase(id, visit.keyring(connection), connection) else { throw Refusal.fileNotOpened }
        return opened
    }

    // MARK: The form

    private static func page(
        _ visit: Visit, _ connection: any Connection, _ typed: Typed, problems: [Refusal.Problem] = [], isOutside: Bool
    ) throws -> Reply {
        let file = try opened(visit, connection)
        let receivers = isOutside ? [] : try receivers(visit, connection)
        let form = ReferralForm(
            visit: visit, file: file, isOutside: isOutside, sheet: sheet(typed, problems, receivers, isOutside: isOutside), hasReceivers: !receivers.isEmpty)
        let title = isOutside ? visit.say("Référer hors du réseau", en: "Refer outside the network") : visit.say("Référer", en: "Refer")
        return visit.page(
            of: file.file.record.id, title, lede: visit.say("Dossier \(file.file.record.number)", en: "Case file \(file.file.record.number)"),
            trail: visit.trail(to: file.file.record), status: problems.isEmpty ? .ok : .unprocessableContent
        ) { form }
    }

    /// Members of the network other than the reader's own organisation whose intake can open what is sealed to it.
    private static func receivers(_ visit: Visit, _ connection: any Connection) throws -> [Referred.Choice] {
        let own = try visit.reader().organization
        let circles = try connection.all(Circle.self, "WHERE duty = ? ORDER BY id LIMIT 1000", [CircleDuty.intake.value]).map(\.record)
        let ready = try circles.compactMap { circle -> ID<Organization>? in
            guard let organization = circle.organization, organization != own, try CircleState(circle, connection)?.canSeal == true else { return nil }
            return organization
        }
        return try ready.compactMap { id in try connection.find(OrganizationProfile.self, id)?.record }.sorted { $0.name < $1.name }.map { profile in
            (profile.id.description, profile.acronym.isEmpty ? profile.name : "\(profile.acronym) – \(profile.name)")
        }
    }

    private static func sheet(_ typed: Typed, _ problems: [Refusal.Problem], _ receivers: [Referred.Choice], isOutside: Bool) -> FormSheet {
        let lines = { (sheet: FormSheet) in sheet.lines }
        func of<R: Record>(_ record: R, _ asked: [String], _ required: Set<String> = []) -> [FormSheet.Line] {
            lines(FormSheet(record, asked: asked, typed: typed, problems: problems, choices: .none, required: required))
        }
        let to = FormSheet.Line(
            name: "receiver", label: Phrase("À quelle organisation", en: "To which organisation"), hint: nil, input: .reference(kind: "organization"), isRequired: true, limit: 60,
            values: typed.all("receiver"), problem: problems.first { $0.field == "receiver" }?.text, choices: receivers)
        let asylum = FormSheet.Line(
            name: "asylum", label: Phrase("La personne demande l’asile, ou pourrait le demander", en: "The person asks for asylum, or may"), hint: nil, input: .yesNo, isRequired: false,
            limit: 1, values: typed.all("asylum"), problem: nil, choices: [])
        let whom = isOutside ? of(OutsideReferral(), ["provider", "party", "way"], ["provider", "party"]) : [to]
        return FormSheet(
            lines: whom + of(ReferralContent(), ["service"], ["service"]) + of(Referral(), ["priority"]) + of(ReferralContent(), ["need"], ["need"]) + [asylum]
                + of(CaseReferral(), ["shared"]) + of(ReferralContent(), ["story"]), typed: typed, problems: problems)
    }

    // MARK: Taking it

    private static func read(_ typed: Typed) -> (Referring, [String: Value], [Refusal.Problem]) {
        var (referral, content, link) = (Referral(), ReferralContent(), CaseReferral())
        var clear: [String: Value] = [:]
        var problems = content.take(typed, asked: ["service"], sealing: &clear)
        problems += referral.take(typed, asked: ["priority"])
        problems += content.take(typed, asked: ["need", "story"], sealing: &clear) + link.take(typed, asked: ["shared"], sealing: &clear)
        var referring = Referring()
        referring.id = typed.token.cast()
        referring.service = clear["service"].flatMap { try? ServiceKind(value: $0) }
        referring.priority = referral.priority
        referring.parts = clear["shared"].flatMap { try? Codes<ReferralPart>(value: $0) }?.elements ?? []
        if case .text(let text)? = clear["need"] { referring.need = text }
        if case .text(let text)? = clear["story"] { referring.story = text }
        referring.maySeekAsylum = typed.has("asylum")
        return (referring, clear, problems)
    }

    private static func send(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var (referring, _, problems) = read(typed)
        let reader = try visit.reader()
        referring.receiver = ID<Organization>(typed["receiver"])
        referring.from = visit.session?.account.displayName ?? ""
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { try page(visit, $0, typed, problems: problems, isOutside: false) }
        }
        guard let receiver = referring.receiver else {
            problems.insert(.init("receiver", Phrase("Choisissez à quelle organisation vous référez.", en: "Choose to which organisation you refer.")), at: 0)
            return try await again(problems)
        }
        guard problems.isEmpty else { return try await again(problems) }
        guard try await visit.site.store.read({ try receivers(visit, $0).contains { $0.code == receiver.description } }) else {
            return try await again([.init("receiver", Problem.unknownChoice.phrase)])
        }
        let (made, now) = (referring, visit.moment)
        do {
            let outcomes = try await visit.site.store.performTogether([
                visit.deed(.referralSend, token: typed.token, in: .between(reader.organization, and: receiver)) { act in
                    try made.send(opened(visit, act.connection), by: reader, visit.keyring(act.connection), in: act, at: now)
                },
                visit.deed(.referralLink, token: Visit.token(typed.token, 1), in: .organization(reader.organization), followsFormer: true) { act in
                    try made.link(opened(visit, act.connection), by: reader, in: act, on: now.day)
                },
            ])
            return .done(outcomes[0], at: SitePath.referral(made.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }

    private static func note(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        var (referring, clear, problems) = read(typed)
        var outside = OutsideReferral()
        problems += outside.take(typed, asked: ["provider", "party", "way"], sealing: &clear)
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { try page(visit, $0, typed, problems: problems, isOutside: true) }
        }
        guard problems.isEmpty else { return try await again(problems) }
        referring.from = visit.session?.account.displayName ?? ""
        let (made, id, way, now) = (referring, typed.token.cast(to: OutsideReferral.self), outside.way, visit.moment)
        let provider = if case .text(let text)? = clear["provider"] { text } else { "" }
        let party = clear["party"].flatMap { try? PartyKind(value: $0) } ?? PartyKind(code: "")
        do {
            let outcome = try await visit.perform(.outsideSend, typed, in: visit.scope(of: OutsideReferral.self)) { act in
                try made.note(id, to: provider, party, by: way, opened(visit, act.connection), in: act, at: now)
            }
            return .done(outcome, at: SitePath.outsideReferral(id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}

extension Typed {
    /// What a form of a referral begins with: its token tells no time, for it names the referral.
    fileprivate static var blank: Typed { Typed(["token": [AnyID.random().description], "priority": [ReferralPriority.normal.code], "way": [ReferralWay.paper.code]]) }
}

/// To whom, what is asked for, what goes; first, what the person agreed to.
private struct ReferralForm: Component {
    let visit: Visit
    let file: ReferredCase
    let isOutside: Bool
    let sheet: FormSheet
    let hasReceivers: Bool

    private var say: Say { visit.say }
    private var id: ID<CaseFile> { file.file.record.id }

    private var mayShare: Bool {
        file.consent.allows("services") && (isOutside ? file.consent.parties.contains { $0 != .members } : file.consent.allowsSharing(with: .members))
    }

    var body: some Markup {
        if !mayShare {
            div(.class("note")) {
                p(isOutside
                    ? say("La personne n’a accepté de partager avec aucun service hors du réseau.", en: "The person has agreed to share with no service outside the network.")
                    : say("La personne n’a pas accepté de partager avec d’autres organisations du réseau.", en: "The person has not agreed to share with other organisations of the network."))
                p { a(say("Lui demander à nouveau", en: "Ask them again"), .href(SitePath.consentNew(id))) }
            }
        } else if let withheld = file.consent.consent?[\.withheld] {
            div(.class("note")) { p(say("À ne pas dire : \(withheld)", en: "Not to be told: \(withheld)")) }
        }
        if !isOutside, !hasReceivers {
            div(.class("note")) { p(say("Aucun autre membre ne peut encore recevoir de référencement : leurs clés ne sont pas prêtes.", en: "No other member can receive referrals yet: their keys are not ready.")) }
        }
        p(.class("no-print")) {
            if isOutside {
                a(say("Référer plutôt à un membre du réseau", en: "Refer to a member of the network instead"), .href(SitePath.caseReferralNew(id)))
            } else {
                a(say("Référer plutôt hors du réseau", en: "Refer outside the network instead"), .href(SitePath.caseOutsideNew(id)))
            }
        }
        FormView(
            visit: visit, sheet: sheet, action: isOutside ? SitePath.caseOutsideNew(id) : SitePath.caseReferralNew(id),
            button: isOutside ? say("Noter et préparer la fiche", en: "Note it and prepare the form") : say("Envoyer le référencement", en: "Send the referral"), cancel: SitePath.caseFile(id))
    }
}
