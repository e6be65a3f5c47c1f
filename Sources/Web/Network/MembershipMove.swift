import Access
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage

/// One step of a membership as a form: what it asks, where it stands, which act it is.
struct MembershipMove: Sendable {
    let step: MembershipStepKind
    let path: SitePath
    let act: ActName
    let title: Phrase
    let asked: [String]
    var required: Set<String> = []

    static let all: [MembershipMove] = [
        MembershipMove(
            step: .application, path: .membershipApplication, act: .membershipApply,
            title: Phrase("Enregistrer la candidature", en: "Enter the application"), asked: ["on", "motivation"], required: ["motivation"]),
        MembershipMove(
            step: .review, path: .membershipReview, act: .membershipReview, title: Phrase("Noter l’examen", en: "Note the review"),
            asked: ["on", "branch", "reason"]),
        MembershipMove(
            step: .admission, path: .membershipAdmission, act: .membershipAdmit, title: Phrase("Prononcer l’admission", en: "Admit the organisation"),
            asked: ["on", "branch"], required: ["branch"]),
        MembershipMove(
            step: .refusal, path: .membershipRefusal, act: .membershipRefuse, title: Phrase("Refuser la candidature", en: "Refuse the application"),
            asked: ["on", "reason"], required: ["reason"]),
        MembershipMove(
            step: .suspension, path: .membershipSuspension, act: .membershipSuspend, title: Phrase("Suspendre l’adhésion", en: "Suspend the membership"),
            asked: ["on", "reason"], required: ["reason"]),
        MembershipMove(
            step: .reinstatement, path: .membershipReinstatement, act: .membershipReinstate,
            title: Phrase("Noter la reprise", en: "Note the reinstatement"), asked: ["on", "reason"]),
        MembershipMove(
            step: .withdrawal, path: .membershipWithdrawal, act: .membershipWithdraw, title: Phrase("Noter le retrait", en: "Note the withdrawal"),
            asked: ["on", "reason"], required: ["reason"]),
        MembershipMove(
            step: .dissolution, path: .membershipDissolution, act: .membershipDissolve, title: Phrase("Noter la dissolution", en: "Note the dissolution"),
            asked: ["on", "reason"], required: ["reason"]),
    ]

    private var editing: RecordEditing<MembershipStep> {
        RecordEditing(MembershipStep.self, asked: asked, act: act, title: title, button: title, required: required)
    }

    var routes: [Route] {
        [
            .get(path, .permission(act.permission)) { visit, connection in
                let (organization, step) = try begin(visit, connection)
                return try editing.page(
                    visit, connection, step, versions: nil, to: path(organization.id), back: SitePath.membership(organization.id),
                    trail: trail(visit, organization))
            },
            .post(path, .permission(act.permission)) { visit, typed in
                var (organization, step) = try await visit.site.store.read { try begin(visit, $0) }
                step.id = typed.token.cast()
                let (account, today, isSample) = (try visit.reader().account, visit.today, visit.site.isSample)
                return try await editing.take(
                    visit, typed, into: step, isNew: true, to: path(organization.id), back: SitePath.membership(organization.id),
                    landing: SitePath.membership(organization.id), trail: trail(visit, organization),
                    making: { step, act in try act.take(step, by: account, on: today, isSample: isSample) })
            },
        ]
    }

    private func begin(_ visit: Visit, _ connection: any Connection) throws -> (OrganizationProfile, MembershipStep) {
        let organization = try visit.find(OrganizationProfile.self, connection).record
        var next = MembershipStep()
        next.organization = organization.id
        next.step = step
        next.on = visit.today
        if asked.contains("branch") { next.branch = organization.branch }
        return (organization, next)
    }

    private func trail(_ visit: Visit, _ organization: OrganizationProfile) -> [(String, Address)] {
        MembersController.trail(visit, organization) + [(visit.say("Adhésion", en: "Membership"), SitePath.membership(organization.id))]
    }
}

/// A candidate that is not in the directory yet: its entry and its application, under one button.
struct ApplicationForm: Sendable {
    private let visit: Visit
    private static let organization = ["name", "acronym", "type", "branch", "place", "address", "telephone", "email"]
    private static let step = ["on", "motivation"]

    init(_ visit: Visit) {
        self.visit = visit
    }

    func page(
        _ connection: any Connection, typed: Typed? = nil, problems: [Refusal.Problem] = [], matches: [String: [Referred.Choice]] = [:]
    ) throws -> Reply {
        var step = MembershipStep()
        step.on = visit.today
        var choices = try Choices(OrganizationProfile.self, asked: Self.organization, visit, connection, of: OrganizationProfile())
        choices.matches = matches
        let sheet = FormSheet(
            FormSheet(OrganizationProfile(), asked: Self.organization, typed: typed, problems: problems, choices: choices),
            FormSheet(step, asked: Self.step, typed: typed, problems: problems, choices: choices, required: ["motivation"]))
        let title = visit.say("Enregistrer une candidature", en: "Enter an application")
        return visit.page(
            title, lede: visit.say("L’organisation entre dans l’annuaire comme candidate.", en: "The organisation enters the directory as an applicant."),
            trail: [(visit.say("Membres", en: "Members"), SitePath.members())], status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            FormView(visit: visit, sheet: sheet, action: SitePath.memberNew(), button: title, cancel: SitePath.members())
        }
    }

    func take(_ typed: Typed) async throws -> Reply {
        var organization = OrganizationProfile()
        organization.id = typed.token.cast()
        organization.parts = Codes([.member])
        var step = MembershipStep()
        step.organization = organization.id
        let references = try await visit.site.store.read { try ReferencesRead(OrganizationProfile.self, typed, asked: Self.organization, visit, $0) }
        var problems = references.problems(beside: organization.take(references.typed, asked: Set(Self.organization)), of: OrganizationProfile.self)
        problems += step.take(typed, asked: Set(Self.step))
        let again = { (problems: [Refusal.Problem]) in
            try await visit.site.store.read { try page($0, typed: typed, problems: problems, matches: references.matches) }
        }
        guard problems.isEmpty else { return try await again(problems) }
        do {
            let (account, today, isSample) = (try visit.reader().account, visit.today, visit.site.isSample)
            let (profile, application) = (organization, step)
            let outcome = try await visit.perform(.membershipApply, typed) { act in
                try OrganizationsController.rule(profile, act.connection)
                try act.make(profile)
                try act.take(application, by: account, on: today, isSample: isSample)
            }
            return .done(outcome, at: SitePath.membership(organization.id))
        } catch let refusal as Refusal {
            return try await again(refusal.problems)
        }
    }
}
