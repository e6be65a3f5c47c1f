import Access
import HTML
import Journal
import NetworkLife
import Protection
import Storage

/// The registers of the area: where one begins, and from where each is reached.
enum Registers {
    struct Register: Sendable {
        let label: Phrase
        let about: Phrase
        let path: SitePath
        let permission: Permission
        var adding: (label: Phrase, path: SitePath, permission: Permission)?
    }

    /// What is looked for together, under one heading: six at most, so that it is found.
    struct Group: Sendable {
        let label: Phrase
        let registers: [Register]
    }

    static let groups: [Group] = [
        Group(
            label: Phrase("Personnes suivies", en: "People followed"),
            registers: [
                Register(
                    label: Phrase("Dossiers", en: "Case files"),
                    about: Phrase("Qui est suivi, scellé pour qui le suit.", en: "Who is followed, sealed for who follows them."),
                    path: .cases, permission: .caseShow, adding: (Phrase("Premier contact", en: "First contact"), .caseNew, .caseEdit)),
                Register(
                    label: Phrase("Référencements", en: "Referrals"),
                    about: Phrase(
                        "Ce qui est confié à d’autres, et ce qu’ils doivent répondre.", en: "What is entrusted to others, and what they must answer."),
                    path: .referrals, permission: .referralShow),
                Register(
                    label: Phrase("Référencements en retard", en: "Late referrals"),
                    about: Phrase(
                        "Combien attendent une réponse, par organisation ; personne n’est nommé.",
                        en: "How many wait for an answer, by organisation; nobody is named."),
                    path: .referralsEscalated, permission: .referralEscalated),
                Register(
                    label: Phrase("Demandes sur les données", en: "Requests about data"),
                    about: Phrase(
                        "Qui veut voir, corriger ou effacer ce que nous gardons de lui.", en: "Who wants to see, correct or erase what we keep of them."),
                    path: .dataRequests, permission: .dataRequestEdit,
                    adding: (Phrase("Noter une demande", en: "Note a request"), .dataRequestNew, .dataRequestEdit)),
                Register(
                    label: ConsentRecording.title,
                    about: Phrase("Ce qui est dit d’abord, enregistré dans chaque langue.", en: "What is said first, recorded in each language."),
                    path: .consentRecordings, permission: .consentRecordingShow),
            ]),
        Group(
            label: Phrase("La voix des personnes", en: "People’s voice"),
            registers: [
                Register(
                    label: Phrase("Plaintes", en: "Complaints"),
                    about: Phrase(
                        "Celles que vos clés ouvrent : aucune contre votre organisation.", en: "Those that your keys open: none about your own organisation."),
                    path: .complaints, permission: .complaintOpen),
                Register(
                    label: Phrase("Prendre une plainte", en: "Take a complaint"),
                    about: Phrase(
                        "Contre n’importe qui, vous compris : lue par d’autres organisations seulement.",
                        en: "About anyone, yourselves included: read by other organisations only."),
                    path: .complaintNew, permission: .complaintTake),
                Register(
                    label: Phrase("Réponse à une plainte", en: "Answer to a complaint"),
                    about: Phrase("Pour la personne qui montre le code de son bulletin.", en: "For the person who shows the code of their slip."),
                    path: .complaintAnswer, permission: .complaintTake),
                Register(
                    label: CircleDesk.complaints.words.title, about: CircleDesk.complaints.words.lede, path: .complaintsCircle, permission: .complaintOpen),
            ]),
        Group(
            label: Phrase("Sur le terrain", en: "In the field"),
            registers: [
                Register(
                    label: Phrase("Alertes", en: "Alerts"),
                    about: Phrase(
                        "Une demande urgente : prise par quelqu’un, close en un jour.", en: "An urgent request: taken by someone, closed within a day."),
                    path: .alerts, permission: .alertShow, adding: (Phrase("Lancer une alerte", en: "Raise an alert"), .alertNew, .alertRaise)),
                Register(
                    label: Phrase("Relevés d’arrivées", en: "Arrival counts"),
                    about: Phrase("Qui arrive ensemble, compté sans aucun nom.", en: "Who arrives together, counted without any name."),
                    path: .arrivals, permission: .arrivalShow, adding: (Phrase("Compter une arrivée", en: "Count an arrival"), .arrivalNew, .arrivalEdit)),
                Register(
                    label: Phrase("Séances d’information", en: "Information sessions"),
                    about: Phrase("Combien de personnes ont été informées, et de quoi.", en: "How many people were informed, and of what."),
                    path: .informationSessions, permission: .informationShow,
                    adding: (Phrase("Noter une séance", en: "Note a session"), .informationSessionNew, .informationEdit)),
                Register(
                    label: Phrase("Orientations", en: "Signposting"),
                    about: Phrase("Dire à quelqu’un où aller : ni dossier, ni nom.", en: "Telling someone where to go: no file, no name."),
                    path: .signpostings, permission: .orientationShow,
                    adding: (Phrase("Noter une orientation", en: "Note a signposting"), .signpostingNew, .orientationEdit)),
                Register(
                    label: Phrase("Accompagnements ponctuels", en: "One-off support"),
                    about: Phrase("Ce qui se fait en une fois pour une personne.", en: "What is done at once for someone."),
                    path: .supports, permission: .orientationShow,
                    adding: (Phrase("Noter un accompagnement", en: "Note a support"), .supportNew, .orientationEdit)),
                Register(
                    label: Phrase("Répertoire des services", en: "Service directory"),
                    about: Phrase("Qui offre quoi, où et pour qui, vérifié depuis peu.", en: "Who offers what, where and for whom, verified lately."),
                    path: .services, permission: .serviceShow, adding: (Phrase("Ajouter un service", en: "Add a service"), .serviceNew, .serviceEdit)),
            ]),
        Group(
            label: Phrase("Vue d’ensemble", en: "Overview"),
            registers: [
                Register(
                    label: Phrase("Chiffres", en: "Figures"),
                    about: Phrase(
                        "Ce que les registres donnent pour chaque indicateur, et d’où vient chaque nombre.",
                        en: "What the registers give for each indicator, and where each number comes from."),
                    path: .measures, permission: .measureShow),
                Register(
                    label: Phrase("Charge des agents", en: "Workload of officers"),
                    about: Phrase(
                        "Combien de dossiers chacun suit, et ce qui est à lui rendre.",
                        en: "How many case files each one follows, and what is to be given back."),
                    path: .caseload, permission: .caseAssign),
                Register(
                    label: Phrase("Clôtures à relire", en: "Closures to read again"),
                    about: Phrase("Quelques clôtures, tirées au sort, lues par une autre personne.", en: "Some closures, drawn by lot, read by someone else."),
                    path: .closureSample, permission: .caseAssign),
                Register(
                    label: Phrase("Qui a lu quoi", en: "Who read what"),
                    about: Phrase(
                        "Les dossiers ouverts par chacun, et ce qui est inhabituel.", en: "The case files that each one opened, and what is unusual."),
                    path: .readings, permission: .caseAssign),
                Register(
                    label: Phrase("Clés des dossiers", en: "Keys of case files"),
                    about: Phrase(
                        "Qui peut ouvrir les dossiers, et les feuilles qui en rendent les clés.",
                        en: "Who can open case files, and the sheets that bring back the keys."),
                    path: .circles, permission: .circleShow),
            ]),
        Group(
            label: Phrase("Règles du réseau", en: "Rules of the network"),
            registers: [
                Register(
                    label: Phrase("Délais de réponse", en: "Times to answer"),
                    about: Phrase("Dans combien de jours un référencement doit recevoir une réponse.", en: "Within how many days a referral must be answered."),
                    path: .referralRule, permission: .referralRuleShow),
                Register(
                    label: Phrase("Règle de repérage", en: "Screening rule"),
                    about: Phrase("Comment ce qui expose quelqu’un donne un niveau de risque.", en: "How what exposes someone gives a level of risk."),
                    path: .screeningRule, permission: .screeningRuleShow),
                Register(
                    label: ComplaintRule.title,
                    about: Phrase(
                        "Dans combien de jours une plainte est examinée, puis répondue.", en: "Within how many days a complaint is taken up, then answered."),
                    path: .complaintRule, permission: .complaintRuleEdit),
                Register(
                    label: DataRequestRule.title,
                    about: Phrase(
                        "Dans combien de jours répondre à qui demande ses données.", en: "Within how many days to answer those who ask about their data."),
                    path: .dataRequestRule, permission: .dataRequestRuleEdit),
                Register(
                    label: Phrase("Règle de supervision", en: "Supervision rule"),
                    about: Phrase(
                        "Quand une personne est perdue de vue, et combien de clôtures sont relues.",
                        en: "When someone is lost sight of, and how many closures are read again."),
                    path: .supervisionRule, permission: .supervisionRuleEdit),
                Register(
                    label: Phrase("Durée de conservation", en: "Retention"),
                    about: Phrase("Combien de temps un dossier clos est gardé.", en: "How long a closed case file is kept."),
                    path: .retentionRule, permission: .retentionEdit),
            ]),
    ]

    static let all = groups.flatMap(\.registers)

    static let routes: [Route] = [.get(.protection, .permission(.serviceShow), show)]

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let waiting = try Waiting(visit, connection)
        let shown = groups.map { Group(label: $0.label, registers: $0.registers.filter { visit.may($0.permission) }) }.filter { !$0.registers.isEmpty }
        return visit.page(visit.say(Area.protection.label)) {
            waiting
            Each(shown) { group in
                h2(visit.say(group.label))
                ul(.class("todo registers")) { Each(group.registers) { RegisterLine(visit: visit, register: $0) } }
            }
        }
    }

    /// The way back to the area, for the pages of its registers.
    static func trail(_ visit: Visit, of path: SitePath? = nil) -> [(String, Address)] {
        let register = all.first { $0.path == path }.map { [(visit.say($0.label), $0.path())] } ?? []
        return [(visit.say(Area.protection.label), SitePath.protection())] + register
    }

    /// What a register's own list offers: to add to it.
    static func actions(_ visit: Visit, of path: SitePath) -> [ListAction] {
        all.filter { $0.path == path }.compactMap(\.adding).filter { visit.may($0.permission) }
            .map { ListAction(label: $0.label, address: $0.path(), isPrimary: true) }
    }
}

private struct RegisterLine: Component {
    let visit: Visit
    let register: Registers.Register

    var body: some Markup {
        li {
            div {
                a(visit.say(register.label), .href(register.path()))
                p(visit.say(register.about), .class("soft"))
            }
            if let adding = register.adding, visit.may(adding.permission) { a(visit.say(adding.label), .class("secondary"), .href(adding.path())) }
        }
    }
}

/// What waits for the reader in this area: the alerts themselves, and how much else lies on their list of things to do.
private struct Waiting: Component {
    let visit: Visit
    let alerts: AlertDuties
    let count: Int
    let late: Int

    init(_ visit: Visit, _ connection: any Connection) throws {
        self.visit = visit
        alerts = try AlertDuties(visit, connection)
        let (cases, referrals, complaints) = (try CaseDuties(visit, connection), try ReferralDuties(visit, connection), try ComplaintDuties(visit, connection))
        count = cases.count + referrals.count + complaints.count
        late = cases.late + referrals.late + complaints.late
    }

    var body: some Markup {
        let say = visit.say
        alerts
        if count > 0 {
            p {
                a(
                    count == 1 ? say("Une chose à faire", en: "One thing to do") : say("\(count) choses à faire", en: "\(count) things to do"),
                    .href(SitePath.home()))
                if late > 0 {
                    " "
                    span(late == 1 ? say("une en retard", en: "one late") : say("\(late) en retard", en: "\(late) late"), .class("tag late"))
                }
            }
        }
    }
}
