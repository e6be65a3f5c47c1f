import Access
import Accounts
import HTML
import Journal
import NetworkLife
import Protection
import Storage
import Vault

/// The page of some circles that stand or fall together: whose they are, who may hold them, and what is said of it.
struct CircleDesk: Sendable {
    struct Words: Sendable {
        let title: Phrase
        let lede: Phrase
        let beginning: Phrase
        let rule: Phrase
        let ready: Phrase
        let notReady: Phrase
        let adding: Phrase
    }

    let show: Permission
    let edit: Permission
    let words: Words
    let acts: (create: ActName, add: ActName, leave: ActName, renew: ActName, draw: ActName, tryOut: ActName, use: ActName)
    let paths: (page: SitePath, members: SitePath, departure: SitePath, renewal: SitePath, sheets: SitePath, trial: SitePath, recovery: SitePath)
    /// The circles; the last has the sheets that serve them all.
    let seats: @Sendable (Reader) -> [CircleSeat]
    /// Of which accounts holders are chosen, as a condition on `account`.
    let candidates: @Sendable (Reader) -> (sql: String, values: [Value])
    /// What those who hold the circles hand on, in the same act, to who was added and to new sheets.
    var share: @Sendable (MemberKeys, any Connection) throws -> Void = { _, _ in }
    /// What two sheets give beside the circles' keys to whom they brought back.
    var recover: @Sendable (String, String, MemberKeys, any Connection) throws -> Void = { _, _, _, _ in }
    /// Whether their holders are of several organisations: then each one’s is shown, and only holders take someone else out.
    var isOfSeveral = false
    /// What someone who is taken out of them loses.
    var leave: @Sendable (ID<Account>, Act, Day) throws -> Void = { try Circles.leave($0, in: $1, on: $2) }

    /// The keys of the case files of the reader's organisation.
    static let cases = CircleDesk(
        show: .circleShow, edit: .circleEdit,
        words: Words(
            title: Phrase("Clés des dossiers", en: "Keys of case files"),
            lede: Phrase("Qui peut ouvrir les dossiers de votre organisation.", en: "Who can open the case files of your organisation."),
            beginning: Phrase(
                "Votre organisation n’a pas encore de clés. Elles seront tirées dans la session d’un superviseur, et rien ne les ouvrira sans lui.",
                en: "Your organisation has no keys yet. They will be drawn in a supervisor’s session, and nothing will open them without that supervisor."),
            rule: Phrase(
                "Aucun dossier ne s’ouvre avant que deux personnes tiennent les clés, ou que des feuilles de secours aient été essayées.",
                en: "No case file opens before two people hold the keys, or recovery sheets have been tried."),
            ready: Phrase("Les dossiers peuvent être ouverts.", en: "Case files can be opened."),
            notReady: Phrase(
                "Aucun dossier ne peut encore être ouvert : il faut deux détenteurs de chaque clé, ou des feuilles de secours essayées.",
                en: "No case file can be opened yet: each key needs two holders, or recovery sheets that were tried."),
            adding: Phrase(
                "Un agent reçoit la clé de l’accueil, un superviseur les deux. Ce qui aura été lu ne pourra pas être rappelé.",
                en: "An officer is given the intake’s key, a supervisor both. What will have been read cannot be recalled.")),
        acts: (.caseCirclesCreate, .caseCirclesAdd, .caseCirclesLeave, .caseCirclesRenew, .recoveryDraw, .recoveryTry, .recoveryUse),
        paths: (.circles, .circleMembers, .circleDeparture, .circleRenewal, .recoverySheets, .recoveryTrial, .recovery),
        seats: { CircleSeat.ofCases(of: $0.organization) },
        candidates: { ("organization = ? AND id IN (SELECT account FROM role_assignment WHERE role IN ('caseworker', 'supervisor'))", [$0.organization.value]) }
    )

    /// The circle of those who receive complaints, of different organisations.
    static let complaints = CircleDesk(
        show: .complaintOpen, edit: .complaintOpen,
        words: Words(
            title: Phrase("Cercle des plaintes", en: "Complaints circle"),
            lede: Phrase("Qui reçoit les plaintes, dans plusieurs organisations.", en: "Who receives complaints, in several organisations."),
            beginning: Phrase("Le cercle n’existe pas encore. Il commencera dans votre session.", en: "There is no circle yet. It will begin in your session."),
            rule: Phrase(
                "Aucune plainte ne se prend avant que deux personnes en soient membres, ou que des feuilles de secours aient été essayées.",
                en: "No complaint is taken before two people are members, or recovery sheets have been tried."),
            ready: Phrase(
                "Les plaintes peuvent être reçues. Une plainte contre l’organisation d’un membre ne lui est pas ouverte : il en faut deux autres, ou un autre et des feuilles de secours essayées.",
                en:
                    "Complaints can be received. One about a member’s own organisation does not open for them: two others are needed, or one other and recovery sheets that were tried."
            ),
            notReady: Phrase(
                "Aucune plainte ne peut encore être reçue : il faut deux membres, ou un membre et des feuilles de secours essayées.",
                en: "No complaint can be received yet: two members are needed, or one and recovery sheets that were tried."),
            adding: Phrase(
                "Les plaintes que vous pouvez ouvrir lui sont transmises scellées, sauf celles qui visent son organisation. Ce qui aura été lu ne pourra pas être rappelé.",
                en:
                    "The complaints that you can open are handed on sealed, but for those about their organisation. What will have been read cannot be recalled."
            )),
        acts: (.complaintsCreate, .complaintsAdd, .complaintsLeave, .complaintsRenew, .complaintsDraw, .complaintsTry, .complaintsUse),
        paths: (.complaintsCircle, .complaintsMembers, .complaintsDeparture, .complaintsRenewal, .complaintsSheets, .complaintsTrial, .complaintsRecovery),
        seats: { _ in [.complaints] },
        candidates: { _ in ("id IN (SELECT account FROM role_assignment WHERE role = 'complaints-focal-point')", []) },
        share: { try ComplaintKeys.share(by: $0, $1) }, recover: { try ComplaintKeys.recover($0, $1, by: $2, $3) }, isOfSeveral: true,
        leave: { try ComplaintKeys.leave($0, in: $1, on: $2) })
}
