import Access
import HTML
import Journal
import NetworkLife
import Storage

/// How organisations join the network, what they sign, who speaks for them, and how they leave.
enum MembersController {
    static let routes: [Route] =
        [
            list.route, .get(.membership, .permission(.directoryShow), show),
            .get(.memberNew, .permission(.membershipEdit)) { visit, connection in
                try ApplicationForm(visit).page(connection)
            },
            .post(.memberNew, .permission(.membershipEdit)) { visit, typed in try await ApplicationForm(visit).take(typed) },
        ] + MembershipMove.all.flatMap(\.routes) + undertakings.routes + representatives.routes

    static func trail(_ visit: Visit, _ organization: OrganizationProfile) -> [(String, Address)] {
        [
            (visit.say("Membres", en: "Members"), SitePath.members()), (organization.shortName, SitePath.organization(organization.id)),
        ]
    }

    private static let undertakings = RecordDesk<Undertaking>(
        permission: .membershipEdit, asked: ["text", "content", "on", "signatory", "due", "kept_on"],
        words: (
            Phrase("Ajouter un texte signé", en: "Add a signed text"), Phrase("Modifier le texte signé", en: "Edit the signed text"),
            Phrase("Retirer ce texte", en: "Take this text out")
        ),
        acts: (.undertakingCreate, .undertakingUpdate, .undertakingRemove), paths: (.undertakingNew, .undertakingEdit, .undertakingRemoval),
        begin: { visit, connection in
            var undertaking = Undertaking()
            undertaking.organization = try visit.find(OrganizationProfile.self, connection).id
            undertaking.on = visit.today
            return undertaking
        },
        home: { page(of: $0.organization) }, parent: { page(of: $0.organization) },
        trail: { visit, undertaking, connection in try deskTrail(visit, undertaking.organization, connection) },
        rule: { undertaking, visit, connection in
            let application = try undertaking.organization.flatMap { try connection.membership(of: $0).application?.on }
            let problems = undertaking.problems(on: visit.today, after: application)
            guard problems.isEmpty else { throw Refusal("undertaking.dates", problems) }
        })

    private static let representatives = RecordDesk<Representative>(
        permission: .membershipEdit, asked: ["person", "capacity", "starts_on", "ends_on"],
        words: (
            Phrase("Ajouter un représentant", en: "Add a representative"), Phrase("Modifier le représentant", en: "Edit the representative"),
            Phrase("Retirer ce représentant", en: "Take this representative out")
        ),
        acts: (.representativeCreate, .representativeUpdate, .representativeRemove),
        paths: (.representativeNew, .representativeEdit, .representativeRemoval),
        begin: { visit, connection in
            var representative = Representative()
            representative.organization = try visit.find(OrganizationProfile.self, connection).id
            representative.startsOn = visit.today
            return representative
        },
        home: { page(of: $0.organization) }, parent: { page(of: $0.organization) },
        trail: { visit, representative, connection in try deskTrail(visit, representative.organization, connection) },
        rule: { representative, _, _ in
            if let starts = representative.startsOn, let ends = representative.endsOn, ends < starts {
                throw Refusal(
                    "representative.dates", Phrase("Donnez une fin qui ne précède pas le début.", en: "Give an end no earlier than the start."),
                    field: "ends_on")
            }
        })

    private static func page(of organization: ID<Organization>?) -> Address {
        organization.map { SitePath.membership($0) } ?? SitePath.members()
    }

    private static func deskTrail(_ visit: Visit, _ id: ID<Organization>?, _ connection: any Connection) throws -> [(String, Address)] {
        guard let id, let organization = try connection.find(OrganizationProfile.self, id)?.record else { return [] }
        return trail(visit, organization) + [(visit.say("Adhésion", en: "Membership"), SitePath.membership(id))]
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let organization = try visit.find(OrganizationProfile.self, connection).record
        let membership = try connection.membership(of: organization.id)
        let signed = try connection.all(Undertaking.self, "WHERE organization = ? ORDER BY \"on\", id LIMIT 200", [organization.id.value]).map(\.record)
        let speakers = try connection.all(Representative.self, "WHERE organization = ? ORDER BY id LIMIT 100", [organization.id.value]).map(\.record)
        var objection: Phrase?
        if !visit.site.isSample, membership.next.contains(.admission), let application = membership.application {
            let author = try connection.history(of: application.id.cast()).last { $0.isMaking }?.author
            objection = Membership.objection(to: .admission, by: try visit.reader().account, enteredBy: author)
        }
        let page = MembershipShow(
            visit: visit, organization: organization, membership: membership, signed: signed, speakers: speakers, objection: objection,
            names: try Names(visit, connection, of: [organization] + membership.steps + speakers),
            collisions: try membership.steps.map { try CollisionsView(MembershipStep.self, $0.id, visit, connection) })
        return visit.page(
            visit.say("Adhésion de \(organization.shortName)", en: "Membership of \(organization.shortName)"), lede: page.lede,
            trail: trail(visit, organization)
        ) { page }
    }
}

private struct MembershipShow: Component {
    let visit: Visit
    let organization: OrganizationProfile
    let membership: Membership
    let signed: [Undertaking]
    let speakers: [Representative]
    let objection: Phrase?
    let names: Names
    let collisions: [CollisionsView]

    private var say: Say { visit.say }
    private var missing: [SignedText] { SignedText.missing(in: signed) }
    /// Whether texts are asked for: from the application on, and no longer once it is over.
    private var signs: Bool { membership.last.map { $0.step.isMember || [.application, .review, .suspension].contains($0.step) } ?? false }

    var lede: String {
        guard let last = membership.last, let standing = last.step.standing else {
            return say("Cette organisation n’a pas demandé à adhérer.", en: "This organisation has not asked to join.")
        }
        let since = last.on.map { say(" depuis le \(Dates.short($0, .french))", en: " since \(Dates.short($0, .english))") } ?? ""
        return say(standing.label) + since + "."
    }

    private struct Next: Sendable {
        let label: Phrase
        let address: Address
        let isPrimary: Bool
    }

    /// The one next step first, as the page's primary action; the others beside it.
    private var next: [Next] {
        let moves = membership.next.compactMap { step in MembershipMove.all.first { $0.step == step } }.filter { move in
            visit.may(move.act.permission) && !(move.step == .admission && objection != nil)
        }
        var steps = moves.enumerated().map { number, move in
            let leads = number == 0 && [.application, .review, .admission, .reinstatement].contains(move.step)
            return Next(label: move.title, address: move.path(organization.id), isPrimary: leads)
        }
        if signs, !missing.isEmpty, visit.may(.membershipEdit) {
            let isPrimary = !steps.contains { $0.isPrimary } && objection == nil
            let signing = Next(
                label: Phrase("Ajouter un texte signé", en: "Add a signed text"), address: SitePath.undertakingNew(organization.id), isPrimary: isPrimary)
            steps.insert(signing, at: isPrimary ? 0 : min(1, steps.count))
        }
        return steps
    }

    var body: some Markup {
        if let objection { p(say(objection), .class("note")) }
        div(.class("actions")) { Each(next) { a(visit.say($0.label), .class($0.isPrimary ? "primary" : "secondary"), .href($0.address)) } }
        Each(collisions) { $0 }
        if !membership.steps.isEmpty {
            h2(say("Le parcours", en: "The way so far"))
            ol(.class("history")) { Each(membership.steps.reversed()) { step($0) } }
        }
        if signs || !signed.isEmpty { texts }
        if signs || !speakers.isEmpty { representatives }
    }

    private func step(_ step: MembershipStep) -> some Markup {
        li {
            if let on = step.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
            " "
            span(say(step.step.label), .class("who"))
            if let branch = step.branch { " – \(names[branch])" }
            if !step.motivation.isEmpty { p(step.motivation) }
            if !step.reason.isEmpty { p(step.reason) }
        }
    }

    @MarkupBuilder private var texts: some Markup {
        h2(say("Textes signés", en: "Signed texts"))
        if signs, !missing.isEmpty {
            p(.class("note")) {
                say("Il manque : ", en: "Still missing: ")
                strong(missing.map { say($0.label) }.joined(separator: ", "))
                "."
            }
        }
        ul(.class("todo")) {
            Each(signed) { text in
                li(.class(text.isLate(on: visit.today) ? "late" : nil)) {
                    if let on = text.on { HTML.time(Dates.short(on, visit.language), .datetime(on.description)) }
                    div {
                        if visit.may(.membershipEdit) {
                            a(say(text.text.label), .href(SitePath.undertakingEdit(text.id)))
                        } else {
                            say(text.text.label)
                        }
                        p(say("Signé par \(text.signatory)", en: "Signed by \(text.signatory)"), .class("soft"))
                        if !text.content.isEmpty { p(text.content) }
                    }
                    span(due(text), .class(text.isLate(on: visit.today) ? "tag late" : text.keptOn == nil && text.due != nil ? "tag waiting" : "tag done"))
                }
            }
        }
        if visit.may(.membershipEdit), missing.isEmpty {
            p(.class("no-print")) { a(say("Ajouter un texte signé", en: "Add a signed text"), .href(SitePath.undertakingNew(organization.id))) }
        }
    }

    private func due(_ text: Undertaking) -> String {
        if text.keptOn != nil { return say("tenu", en: "kept") }
        guard let due = text.due else { return say("signé", en: "signed") }
        return Dates.distance(to: due, from: visit.today, say)
    }

    @MarkupBuilder private var representatives: some Markup {
        h2(say("Qui la représente", en: "Who speaks for it"))
        if speakers.isEmpty { p(say("Personne n’est encore désigné.", en: "Nobody is named yet."), .class("soft")) }
        ul(.class("todo")) {
            Each(speakers) { speaker in
                li {
                    span(speaker.capacity, .class("soft"))
                    div {
                        if visit.may(.membershipEdit) {
                            a(names[speaker.person], .href(SitePath.representativeEdit(speaker.id)))
                        } else {
                            names[speaker.person]
                        }
                    }
                    if let ends = speaker.endsOn, ends < visit.today { span(say("terminé", en: "over"), .class("tag plain")) }
                }
            }
        }
        if visit.may(.membershipEdit) {
            p(.class("no-print")) { a(say("Ajouter un représentant", en: "Add a representative"), .href(SitePath.representativeNew(organization.id))) }
        }
    }
}
