import Access
import HTML
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NetworkLife
import NIOCore
import Results
import Storage
import Synchronization
import Vault

/// How this installation serves.
package struct SiteSettings: Sendable {
    /// The neutral name that stands in titles and headers.
    package var name: String
    package var isSample: Bool
    /// Whether something in front of us speaks TLS, so that cookies are for it alone.
    package var isBehindTLS: Bool
    /// Where data and backups are kept, whose room the administrator is shown.
    package var folders: [String]

    package init(name: String, isSample: Bool, isBehindTLS: Bool, folders: [String] = []) {
        self.name = name
        self.isSample = isSample
        self.isBehindTLS = isBehindTLS
        self.folders = folders
    }
}

/// The site: its routes over one store.
package struct Site: Sendable {
    package let store: Store
    let settings: SiteSettings
    let assets = Assets()
    let scrypt: ScryptQueue
    let log: Logger
    /// Where each area begins, for the navigation.
    let entrances: [(area: Area, path: SitePath, permission: Permission)] = [
        (.home, .home, .homeShow), (.meetings, .meetings, .meetingShow), (.protection, .protection, .serviceShow),
        (.directory, .organizations, .directoryShow),
        (.project, .project, .projectShow), (.search, .search, .homeShow),
        (.administration, .administration, .journalVerify), (.administration, .accounts, .accountShow),
    ]
    let verification = Verification()

    var name: String { settings.name }
    var isSample: Bool { settings.isSample }

    package init(_ store: Store, _ settings: SiteSettings, scrypt: ScryptQueue = ScryptQueue(), log: Logger = Logger(label: "promig")) {
        self.store = store
        self.settings = settings
        self.scrypt = scrypt
        self.log = log
    }

    /// Every route of the site; what is not here does not exist.
    package static let routes: [Route] =
        SessionsController.routes + HomeController.routes + ProjectController.routes + MeetingsController.routes
        + DecisionsController.routes + OwnAccessController.routes + SecondFactorController.routes + ResetController.routes
        + AccountsController.routes + AccountAccessController.routes
        + AgendaController.routes + TermsController.routes + InvitationsController.routes + CalendarController.routes
        + AttendanceController.routes + MinutesController.routes + CeremonyController.routes + DecisionOwnersController.routes
        + MailController.routes + ProjectLinesController.routes + StakeholdersController.routes + StudyController.routes + StudyValuesController.routes
        + ActivitiesController.routes + MilestonesController.routes + WorkPlanController.routes
        + BudgetController.routes + ExpendituresController.routes + RisksController.routes
        + IncidentsController.routes + DemandsController.routes + GuardedNoteErasure.routes
        + LogframeController.routes + GlanceController.routes + IndicatorsController.routes + StatedValuesController.routes + PeriodsController.routes
        + OpenDataController.routes + ReportsController.routes + ReportHeadingsController.routes + PublicResultsController.routes
        + PeopleController.routes + PositionsController.routes + RegistryController.routes + ParticipantsController.routes + AdministrationController.routes
        + OrganizationsController.routes + BranchesController.routes + BodiesController.routes + MembersController.routes
        + CaseSearchController.routes + CaseJoinsController.routes + CasesController.routes + FirstContactController.routes + CasePartsController.routes
        + ReferralsController.routes + ReferralSending.routes + OutsideController.routes
        + ConsentRecordingsController.routes + CaseWorkController.routes + ClosureController.routes + ScreeningRuleController.routes
        + CaseloadController.routes + ConferencesController.routes + ClosureSampleController.routes + CaseErasureController.routes + ReadingsController.routes
        + MeasuresController.routes + ReleasesController.routes + DataRequestsController.routes + CaseCopyController.routes + ComplaintsController.routes
        + ComplaintTakingController.routes
        + Registers.routes + InformationController.routes + ArrivalsController.routes + AlertsController.routes
        + SignpostingController.routes + SupportsController.routes + ServicesController.routes + CirclesController.routes
        + SearchController.routes + CollisionsController.routes

    /// Answers one request, whatever happens.
    package func responder() -> RouterResponder<SiteContext> {
        let router = Router(context: SiteContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Envelope(site: self))
        for route in Self.routes {
            router.on(RouterPath(route.path.rawValue), method: route.method == "GET" ? .get : .post) { request, context in
                try await Dispatch(site: self, route: route).respond(to: request, context)
            }
        }
        router.get("/health") { _, _ in "ok" }
        router.get("/:file") { request, context in try Self.asset(assets, request, context) }
        return router.buildResponder()
    }

    private static func asset(_ assets: Assets, _ request: Request, _ context: SiteContext) throws -> Response {
        guard let file = assets[context.parameters.get("file") ?? ""] else { throw Failure.notFound }
        var headers: HTTPFields = [.contentType: file.type, .eTag: file.tag, .vary: "Accept-Encoding"]
        headers[.cacheControl] = file.isNamedByContent ? "public, max-age=31536000, immutable" : "public, max-age=86400"
        if request.headers[.ifNoneMatch] == file.tag { return Response(status: .notModified, headers: headers) }
        guard request.headers[.acceptEncoding]?.contains("gzip") == true, let compressed = file.compressed else {
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: file.body))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: compressed))
    }
}

/// What the framework carries beside a request: the origin that a throttle counts by.
package struct SiteContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// A request that came from `remoteAddress` by another way than the server's own channel.
    package init(_ source: some RequestContextSource, from remoteAddress: SocketAddress?) {
        coreContext = .init(source: source)
        self.remoteAddress = remoteAddress
    }
}
