import Journal

/// What makes a site the site of one network and one project: the facts that its coordinator states, read from one YAML file.
///
/// Nothing here is a default of the software: another network writes its own file. A date that is nil is for the users to set.
package struct ProjectCharter: Sendable {
    package let display: Display
    package let languages: Languages
    package let programme: Programme
    package let project: Project
    package let partners: [Partner]
    package let coordinator: Coordinator
    package let institutions: [Institution]
    package let people: [Person]
    package let network: Network
    package let meetings: Meetings
    package let ceremonies: [Ceremony]
    package let documents: [Document]
    package let notes: [PressNote]
    /// The sections of the contract's narrative report, in order; none where the usual ones do.
    package let reportSections: [ReportSection]

    /// The neutral name and letter that tabs, icons, mail and files show.
    package struct Display: Sendable {
        package let name: String
        package let letter: String
    }

    /// ISO 639-1 codes: of the pages that members work in, and of those that anyone may read.
    package struct Languages: Sendable {
        package let work: [String]
        package let open: [String]
    }

    package struct Programme: Sendable {
        package let acronym: String
        package let name: String?
        package let fund: String
    }

    package struct Project: Sendable {
        package let acronym: String
        package let title: String
        package let reference: String
        package let start: Day?
        package let months: Int
        package let regions: [Region]
        package let axes: [String]
        package let activities: [Activity]
        package let objective: String
        package let objectives: [String]
        package let results: [String]
    }

    /// One of the project's main activities, and which of its axes it belongs to, from 1, where that is known.
    package struct Activity: Sendable {
        package let code: String
        package let title: String
        package let axis: Int?
    }

    package struct Region: Sendable {
        package let name: String
        package let place: String
    }

    package struct Partner: Sendable {
        package enum Role: String, CharterWord {
            case implementer = "mise en œuvre"
            case coordinator = "coordination"
            case partner = "partenariat"
            case funder = "financement"

            static var phrase: Phrase { Phrase("rôle de partenaire", en: "partner’s role") }
        }

        package let code: String
        package let name: String
        package let roles: [Role]
    }

    package struct Coordinator: Sendable {
        package let partner: String
        package let slogan: String?
        package let address: String?
        package let telephone: String?
        package let email: MailAddress?
        package let hours: Hours?

        package struct Hours: Sendable {
            package let days: [Weekday]
            package let opening: LocalTime
            package let closing: LocalTime
        }
    }

    package enum Weekday: String, CharterWord {
        case monday = "lundi"
        case tuesday = "mardi"
        case wednesday = "mercredi"
        case thursday = "jeudi"
        case friday = "vendredi"
        case saturday = "samedi"
        case sunday = "dimanche"

        static var phrase: Phrase { Phrase("jour de la semaine", en: "day of the week") }
    }

    package struct Institution: Sendable {
        package let code: String
        package let name: String
        /// As people say it; the code is this file's own.
        package let acronym: String?
        package let parent: String?
        /// False until someone of the network has confirmed that it exists, under this name and parent.
        package let isVerified: Bool
        package let remark: String?
    }

    package struct Person: Sendable {
        package let code: String
        package let name: String
        package let institution: String
        package let position: String
        package let remark: String?
    }
}

extension ProjectCharter {
    package struct Network: Sendable {
        package let acronym: String
        package let name: String
        /// Stands in for an antenna where one is needed.
        package let seat: Antenna
        package let antennas: [Antenna]
        package let organs: [Organ]
        package let documentsToSign: [DocumentToSign]
    }

    package struct Antenna: Sendable {
        package let code: String
        package let name: String
        package let place: String
    }

    package struct Organ: Sendable {
        package enum Status: String, CharterWord {
            case confirmed = "confirmé"
            case toConfirm = "à confirmer"

            static var phrase: Phrase { Phrase("état", en: "status") }
        }

        package let code: String
        package let name: String
        package let status: Status
        package let mandateMonths: Int?
        package let quorum: String?
    }

    package struct ReportSection: Sendable {
        package enum Content: String, CharterWord {
            case words = "texte"
            case logframe = "cadre logique"
            case activities = "activités"
            case budget = "budget"
            case questions = "décisions demandées"

            static var phrase: Phrase { Phrase("contenu de section", en: "content of a section") }
        }

        package let title: String
        package let titleEnglish: String?
        package let content: Content
    }

    package struct DocumentToSign: Sendable {
        package let code: String
        package let title: String
    }

    package struct Meetings: Sendable {
        package let everyMonths: Int
        package let purpose: String
        package let list: [Meeting]
    }

    package struct Meeting: Sendable {
        package let number: Int
        package let date: Day?
        package let days: Int?
        package let agenda: [String]
    }

    package struct Ceremony: Sendable {
        package let code: String
        package let title: String
        package let date: Day?
        package let venue: String
        package let patron: String?
        package let guests: [Guest]
        package let civilSociety: String?
        package let delegations: [String]
        /// The number of the national meeting that came right after it.
        package let meeting: Int?
    }

    /// An institution that attended, through whom, and in which capacity.
    package struct Guest: Sendable {
        package let institution: String
        package let through: String?
        package let capacity: String?
    }

    package struct Document: Sendable {
        package enum Kind: String, CharterWord {
            case baselineStudy = "étude de base"
            case strategicPlan = "plan stratégique"

            static var phrase: Phrase { Phrase("nature de document", en: "kind of document") }
        }

        package enum Status: String, CharterWord {
            case planned = "prévue"
            case done = "réalisée"
            case toUpdate = "à actualiser"

            static var phrase: Phrase { Phrase("état de document", en: "document’s status") }
        }

        package let code: String
        package let kind: Kind
        package let title: String?
        package let authors: [String]
        package let date: Day?
        package let method: String?
        package let status: Status
        package let meeting: Int?
    }

    package struct PressNote: Sendable {
        package let title: String
        package let ceremony: String?
        package let text: String
    }
}
