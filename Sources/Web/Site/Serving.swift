import Exchange
import Foundation
import Hummingbird
import Logging
import NIOCore
import Protection

/// Why the site cannot be served at that port.
package enum ServingFault: Error, Equatable {
    case portTaken(Int)
    case portRefused(Int)
}

extension Site {
    /// Serves until the process is told to stop, and sends what waits meanwhile; `ready` hears the port once the site answers.
    /// Throws `ServingFault`.
    package func serve(host: String, port: Int, ready: @escaping @Sendable (Int) -> Void) async throws {
        var quiet = log
        // The service group reports a failed start in words of its own, beside ours.
        quiet.logLevel = .critical
        let application = Application(
            responder: responder(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in ready(channel.localAddress?.port ?? port) },
            logger: quiet)
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await application.runService() }
                group.addTask { await Posting(store, name: name).run { log.warning("mail: \(type(of: $0))") } }
                group.addTask { await Reminders(store).run { log.warning("reminders: \(type(of: $0))") } }
                group.addTask { await TallyKeeping(ProtectionMeasures.tallying, store).run { log.warning("tallies: \(type(of: $0))") } }
                try await group.next()
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServingFault.portTaken(port)
        } catch let error as IOError where error.errnoCode == EACCES {
            throw ServingFault.portRefused(port)
        }
    }
}
