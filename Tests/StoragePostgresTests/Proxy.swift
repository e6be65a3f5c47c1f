import Foundation
import Synchronization

/// A Unix socket between libpq and the server that cuts the line when COMMIT passes: before the server has it, or after.
final class Proxy: Sendable {
    enum Cut: Sendable { case none, beforeServer, afterServer }

    let folder: String
    private let server: String
    private let listener: Int32
    private let cut = Mutex(Cut.none)
    /// How often the server has answered.
    let trips = Mutex(0)

    /// Listens in a new folder, as port 5432, for the server at the given socket.
    init(server: String) throws {
        self.server = server
        folder = "/tmp/proxy-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let bound = Self.with(folder + "/.s.PGSQL.5432") { [listener] in bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        Thread.detachNewThread { [listener] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                Thread.detachNewThread { self.serve(client) }
            }
        }
    }

    /// The next COMMIT is cut off.
    func cutNext(_ cut: Cut) {
        self.cut.withLock { $0 = cut }
    }

    private func takeCut() -> Cut {
        cut.withLock { cut in
            defer { cut = .none }
            return cut
        }
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func serve(_ client: Int32) {
        let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            Glibc.close(client)
            Glibc.close(upstream)
        }
        guard Self.with(server, { connect(upstream, $0, $1) }) == 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            var ends = [client, upstream].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&ends, 2, -1) > 0 else { return }
            for (from, to) in [(0, upstream), (1, client)] where ends[from].revents != 0 {
                let count = read(ends[from].fd, &buffer, buffer.count)
                guard count > 0 else { return }
                if from == 1 { trips.withLock { $0 += 1 } }
                let isCommit = from == 0 && String(decoding: buffer[..<count], as: UTF8.self).contains("COMMIT\0")
                let now = isCommit ? takeCut() : .none
                if now == .beforeServer { return }
                _ = write(to, buffer, count)
                if now == .afterServer {
                    _ = read(upstream, &buffer, buffer.count)
                    return
                }
            }
        }
    }

    private static func with(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
