import Journal

/// An invented network that shows what the software does: members, accounts, attendance and decisions, each to be marked as an example.
///
/// It completes a charter, whose antennas, ceremony and meetings it uses. Its days count from the day on which the project starts.
package struct SampleNetwork: Sendable {
    package let banner: String
    package let antennas: [Antenna]
    package let members: [Member]
    package let accounts: [Account]
    package let ceremony: Ceremony
    package let meetings: [Meeting]

    /// A day counted from the project's start, written "J0+30".
    package struct ProjectDay: Hashable, Sendable {
        package let days: Int

        /// The day of the calendar, given the project's start.
        package func day(from start: Day) -> Day { start.advanced(by: days) }
    }

    package struct Antenna: Sendable {
        package let code: String
        package let focalPoint: String
    }

    package struct Member: Sendable {
        package enum Membership: String, CharterWord {
            case admitted = "admise"
            case underReview = "candidature en examen"

            static var phrase: Phrase { Phrase("état d’adhésion", en: "membership") }
        }

        package enum AnnualReport: String, CharterWord {
            case handedIn = "remis"
            case late = "en retard"

            static var phrase: Phrase { Phrase("état du rapport annuel", en: "status of the annual report") }
        }

        package enum Accounts: String, CharterWord {
            case published = "publiés"
            case late = "en retard"

            static var phrase: Phrase { Phrase("état des états financiers", en: "status of the financial statements") }
        }

        package struct Suspension: Sendable {
            package let day: ProjectDay
            package let reason: String
        }

        package let code: String
        package let acronym: String
        package let name: String
        package let antenna: String
        package let nature: String
        package let membership: Membership
        package let isPublic: Bool
        package let isLedByWomen: Bool
        package let fields: [String]
        package let annualReport: AnnualReport?
        package let financialStatements: Accounts?
        package let suspension: Suspension?
    }

    /// The duties of those who sign in.
    package enum Role: String, CharterWord {
        case caseworker = "agent de protection"
        case supervisor = "superviseur"
        case monitor = "moniteur"
        case communityRelay = "relais communautaire"
        case antennaFocalPoint = "point focal d’antenne"
        case complaintsFocalPoint = "point focal plaintes sensibles"
        case secretariat = "secrétariat"
        case meal = "chargé S&E"
        case advocacy = "chargé de plaidoyer"
        case administrator = "administrateur technique"

        static var phrase: Phrase { Phrase("rôle", en: "role") }
    }

    package struct Account: Sendable {
        package let code: String
        package let name: String
        package let email: MailAddress
        package let member: String
        package let role: Role
        package let isActive: Bool
    }

    package struct Attendance: Sendable {
        package let member: String
        package let women: Int
        package let men: Int
    }

    package struct Ceremony: Sendable {
        package let code: String
        package let day: ProjectDay
        package let attendance: [Attendance]
    }

    package struct Meeting: Sendable {
        package let number: Int
        package let day: ProjectDay
        package let expectedParticipants: Int?
        /// Empty where the charter's agenda stands.
        package let agenda: [String]
        package let attendance: [Attendance]
        package let decisions: [Decision]
    }

    package struct Decision: Sendable {
        package enum Status: String, CharterWord {
            case done = "faite"
            case ongoing = "en cours"

            static var phrase: Phrase { Phrase("état de décision", en: "decision’s status") }
        }

        package struct Vote: Sendable {
            package let inFavour: Int
            package let against: Int
            package let abstentions: Int
        }

        package let code: String
        package let text: String
        package let owners: [String]
        package let organ: String?
        package let due: ProjectDay?
        package let status: Status
        package let done: ProjectDay?
        package let vote: Vote?
    }
}
