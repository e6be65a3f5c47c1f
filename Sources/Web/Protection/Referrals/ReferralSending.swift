import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Protection
import Storage
import Vault

/// To refer someone from their case file: to a member, or outside the network; or to hand the whole of their following to another member.
enum ReferralSending {
    /// What is sent from a case file, each with its own form.
    enum Kind: Sendable {
        case service
        case transfer
        case outside

        var path: SitePath {
            switch self {
            case .service: .caseReferralNew
            case .transfer: .caseTransferNew
            case .outside: .caseOutsideNew
            }
        }

        var title: Phrase {
            switch self {
            case .service: Phrase("Référer", en: "Refer")
            case .transfer: Phrase("Transférer le dossier", en: "Transfer the case file")
            case .outside: Phrase("Référer hors du réseau", en: "Refer outside the network")
            }
        }

        var button: Phrase {
            switch self {
            case .service: Phrase("Envoyer le référencement", en: "Send the referral")
            case .transfer: Phrase("Proposer le transfert", en: "Propose the transfer")
            case .outside: Phrase("Noter et préparer la fiche", en: "Note it and prepare the form")
            }
        }
    }

    static let routes: [Route] = [
        .get(.caseReferralNew, .permission(.referralEdit)) { visit, connection in try page(visit, connection, .blank, .service) },
        .post(.caseReferralNew, .permission(.referralEdit)) { visit, typed in try await send(visit, typed, .service) },
        .get(.caseTransferNew, .permission(.referralEdit)) { visit, connection in try page(visit, connection, .wholeBlank, .transfer) },
        .post(.caseTransferNew, .permission(.referralEdit)) { visit, typed in try await send(visit, typed, .transfer) },
        .get(.caseOutsideNew, .permission(.referralEdit)) { visit, connection in try page(visit, connection, .blank, .outside) },
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
        _ visit: Visit, _ connection: any Connection, _ typed: Typed, problems: [Refusal.Problem] = [], _ kind: Kind
    ) throws -> Reply {
        let file = try opened(visit, connection)
        let receivers =
            kind == .outside
            ? try Choices.list("service_sealed", visit, connection)
            : try receivers(visit, connection).map { receiver in
                let isAgreed = ID<Organization>(receiver.code).map { file.consent.allowsSharing(with: .members, $0) } ?? false
                return (
                    code: receiver.code,
                    label: isAgreed ? receiver.label : visit.say("\(receiver.label) (sans son accord)", en: "\(receiver.label) (not agreed to)")
                )
            }
        let names = try Names(visit, connection, ids: (file.consent.named.also + file.consent.named.never).map { $0.cast() })
        let form = ReferralForm(
            visit: visit, file: file, kind: kind, sheet: sheet(typed, problems, receivers, kind, kind == .outside ? [] : documents(file, visit)),
            hasReceivers: !receivers.isEmpty, names: names)
        return visit.page(
            of: file.file.record.id, visit.say(kind.title), lede: visit.say("Dossier \(file.file.record.number)", en: "Case file \(file.file.record.number)"),
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

    /// What each document of the case file is called where one chooses.
    private static func documents(_ file: ReferredCase, _ visit: Visit) -> [Referred.Choice] {
        file.documents.map { document in
            let what = document[\.what].flatMap { $0.isEmpty ? nil : $0 } ?? "Document"
            let facts = [document.record.on.map { Dates.short($0, visit.language) }, document[\.file]?.text(visit.say)].compactMap { $0 }
            return (document.record.id.description, "\(what) (\(facts.joined(separator: ", ")))")
        }
    }

    private static func sheet(
        _ typed: Typed, _ problems: [Refusal.Problem], _ receivers: [Referred.Choice], _ kind: Kind, _ documents: [Referred.Choice]
    ) -> FormSheet {
        let lines = { (sheet: FormSheet) in sheet.lines }
        func of<R: Record>(_ record: R, _ asked: [String], _ required: Set<String> = []) -> [FormSheet.Line] {
            lines(FormSheet(record, asked: asked, typed: typed, problems: problems, choices: .none, required: required))
        }
        let to = FormSheet.Line(
            name: "receiver", label: Phrase("À quelle organisation", en: "To which organisation"), hint: nil, input: .reference(kind: "organization"),
            isRequired: true, limit: 60,
            values: typed.all("receiver"), problem: problems.first { $0.field == "receiver" }?.text, choices: receivers)
        let asylum = FormSheet.Line(
            name: "asylum", label: Phrase("La personne demande l’asile, ou pourrait le demander", en: "The person asks for asylum, or may"), hint: nil,
            input: .yesNo, isRequired: false,
            limit: 1, values: typed.all("asylum"), problem: nil, choices: [])
        let offer = FormSheet.Line(
            name: "offer", label: Phrase("Un service vérifié du répertoire", en: "A verified service of the directory"), hint: nil,
            input: .reference(kind: "service_sealed"),
            isRequired: false, limit: 60, values: typed.all("offer"), problem: problems.first { $0.field == "offer" }?.text, choices: receivers)
        let need = of(ReferralContent(), ["need"], ["need"])
        let whom: [FormSheet.Line]
        switch kind {
        case .service: whom = [to] + of(ReferralContent(), ["service"], ["service"]) + of(Referral(), ["priority"]) + need + [asylum]
        case .transfer:
            whom =
                [to] + of(Referral(), ["priority"])
                + need.map { $0.labelled(Phrase("Où en est la personne, et ce qu’elle attend", en: "Where the person stands, and what they expect")) }
        case .outside:
            whom =
                [offer]
                + of(OutsideReferral(), ["provider"]).map { $0.labelled(Phrase("Ou un autre service, par son nom", en: "Or another service, by its name")) }
                + of(OutsideReferral(), ["party", "way"], ["party"]) + of(ReferralContent(), ["service"], ["service"]) + of(Referral(), ["priority"]) + need + [
                    asylum
                ]
        }
        let along =
            documents.isEmpty
            ? []
            : [
                FormSheet.Line(
                    name: "documents", label: Phrase("Documents qui partent avec", en: "Documents that go along"),
                    hint: Phrase("Une copie de ceux que la personne veut bien montrer.", en: "A copy of those that the person agrees to show."),
                    input: .choices(documents.map { ($0.code, Phrase(same: $0.label)) }), isRequired: false, limit: 60, values: typed.all("documents"),
                    problem: problems.first { $0.field == "documents" }?.text, choices: [])
            ]
        return FormSheet(lines: whom + of(CaseReferral(), ["shared"]) + along + of(ReferralContent(), ["story"]), typed: typed, problems: problems)
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

    private static func send(_ visit: Visit, _ typed: Typed, _ kind: Kind) async throws -> Reply {
        var (referring, _, problems) = read(typed)
        let reader = try visit.reader()
        referring.receiver = ID<Organization>(typed["receiver"])
        // What is no identifier names no document of the file.
        referring.documents = Set(typed.all("documents").map { ID<CaseDocument>($0) ?? ID() })
        if kind == .transfer { (referring.purpose, referring.service) = (.transfer, nil) }
        referring.from = visit.session?.account.displayName ?? ""
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { try page(visit, $0, typed, problems: problems, kind) }
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
            try await visit.site.store.read { try page(visit, $0, typed, problems: problems, .outside) }
        }
        guard problems.isEmpty else { return try await again(problems) }
        referring.from = visit.session?.account.displayName ?? ""
        // A service of the directory is one that the page offers: verified, lately.
        let (offer, label) = try await visit.site.store.read { connection in
            let chosen = try Choices.list("service_sealed", visit, connection).first { $0.code == typed["offer"] }
            return (try chosen.flatMap { ID<ServiceOffer>($0.code) }.flatMap { try connection.find(ServiceOffer.self, $0)?.record }, chosen?.label)
        }
        if offer == nil, !typed["offer"].isEmpty { return try await again([.init("offer", Problem.unknownChoice.phrase)]) }
        referring.isReturnOnly = offer?.isReturnOnly == true
        let (made, id, way, now) = (referring, typed.token.cast(to: OutsideReferral.self), outside.way, visit.moment)
        let provider = if let label { label } else if case .text(let text)? = clear["provider"] { text } else { "" }
        let party = clear["party"].flatMap { try? PartyKind(value: $0) } ?? PartyKind(code: "")
        do {
            let outcome = try await visit.perform(.outsideSend, typed, in: visit.scope(of: OutsideReferral.self)) { act in
                try made.note(id, to: provider, offer?.id, party, by: way, opened(visit, act.connection), in: act, at: now)
            }
            return .done(outcome, at: SitePath.outsideReferral(id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}

extension Typed {
    /// What a form of a referral begins with: its token tells no time, for it names the referral.
    fileprivate static var blank: Typed {
        Typed(["token": [AnyID.random().description], "priority": [ReferralPriority.normal.code], "way": [ReferralWay.paper.code]])
    }

    /// Of a transfer, all that is needed to go on goes, unless it is unticked.
    fileprivate static var wholeBlank: Typed {
        var typed = blank
        typed.set("shared", ReferralPart.list.map(\.0.code).filter { $0 != ReferralPart.story.code })
        return typed
    }
}

extension FormSheet.Line {
    /// The same line under another label.
    fileprivate func labelled(_ label: Phrase) -> FormSheet.Line {
        FormSheet.Line(
            name: name, label: label, hint: hint, input: input, isRequired: isRequired, limit: limit, values: values, problem: problem, choices: choices)
    }
}

/// To whom, what is asked for, what goes; first, what the person agreed to.
private struct ReferralForm: Component {
    let visit: Visit
    let file: ReferredCase
    let kind: ReferralSending.Kind
    let sheet: FormSheet
    let hasReceivers: Bool
    let names: Names

    private var say: Say { visit.say }
    private var id: ID<CaseFile> { file.file.record.id }

    private var mayShare: Bool {
        guard file.consent.allows("services") else { return false }
        if kind == .outside { return file.consent.parties.contains { $0 != .members } }
        return file.consent.allowsSharing(with: .members) || !file.consent.named.also.isEmpty
    }

    var body: some Markup {
        if kind == .transfer {
            p(
                say(
                    "Si l’autre organisation accepte, elle ouvre son propre dossier avec la personne, et vous demandez la clôture du vôtre.",
                    en: "If the other organisation accepts, it opens a file of its own with the person, and you ask for yours to be closed."))
        }
        if !mayShare {
            div(.class("note")) {
                p(
                    kind == .outside
                        ? say(
                            "La personne n’a accepté de partager avec aucun service hors du réseau.",
                            en: "The person has agreed to share with no service outside the network.")
                        : say(
                            "La personne n’a pas accepté de partager avec d’autres organisations du réseau.",
                            en: "The person has not agreed to share with other organisations of the network."))
                p { a(say("Lui demander à nouveau", en: "Ask them again"), .href(SitePath.consentNew(id))) }
            }
        } else {
            said
        }
        if kind != .outside, !hasReceivers {
            div(.class("note")) {
                p(
                    say(
                        "Aucun autre membre ne peut encore recevoir de référencement : leurs clés ne sont pas prêtes.",
                        en: "No other member can receive referrals yet: their keys are not ready."))
            }
        }
        p(.class("no-print")) {
            switch kind {
            case .outside: a(say("Référer plutôt à un membre du réseau", en: "Refer to a member of the network instead"), .href(SitePath.caseReferralNew(id)))
            case .transfer: a(say("Référer plutôt, et garder le dossier", en: "Refer instead, and keep the case file"), .href(SitePath.caseReferralNew(id)))
            case .service: a(say("Référer plutôt hors du réseau", en: "Refer outside the network instead"), .href(SitePath.caseOutsideNew(id)))
            }
        }
        FormView(visit: visit, sheet: sheet, action: kind.path(id), button: say(kind.button), cancel: SitePath.caseFile(id))
    }

    /// What the person said of organisations by their name, and of what is to be kept.
    @MarkupBuilder private var said: some Markup {
        let (also, never) = file.consent.named
        let withheld = file.consent.consent?[\.withheld]
        if withheld != nil || !also.isEmpty || !never.isEmpty {
            div(.class("note")) {
                if let withheld { p(say("À ne pas dire : \(withheld)", en: "Not to be told: \(withheld)")) }
                if kind != .outside, !also.isEmpty { p(say("Seulement à : \(list(also))", en: "Only to: \(list(also))")) }
                if kind != .outside, !never.isEmpty { p(say("Jamais à : \(list(never))", en: "Never to: \(list(never))")) }
            }
        }
    }

    private func list(_ organizations: [ID<Organization>]) -> String { organizations.map { names[$0] }.joined(separator: ", ") }
}
