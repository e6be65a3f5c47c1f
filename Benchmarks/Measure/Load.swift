import Foundation
import Journal
import Synchronization

/// Clients that write a form and clients that read a page, each on a connection of its own, one request after the other.
struct Load {
    private let arguments: Arguments

    init(_ arguments: Arguments) {
        self.arguments = arguments
    }

    private struct Tally {
        var writes: [Double] = []
        var reads: [Double] = []
        var errors: [String] = []
    }

    func run() throws {
        let end = DispatchTime.now().uptimeNanoseconds + UInt64(arguments.number("seconds", or: 60)) * 1_000_000_000
        let tally = Mutex(Tally())
        let group = DispatchGroup()
        for number in 0..<arguments.number("clients", or: 8) * 2 {
            group.enter()
            Thread.detachNewThread {
                let times: [Double]
                var failure: String?
                let isWriter = number % 2 == 0
                do { times = try isWriter ? write(number, until: end) : read(until: end) } catch {
                    times = []
                    failure = "\(error)"
                }
                tally.withLock {
                    if isWriter { $0.writes += times } else { $0.reads += times }
                    if let failure { $0.errors.append(failure) }
                }
                group.leave()
            }
        }
        group.wait()
        let all = tally.withLock { $0 }
        for error in all.errors { FileHandle.standardError.write(Data("\(error)\n".utf8)) }
        let (writes, reads) = (Samples(all.writes), Samples(all.reads))
        emit([
            "writes": .number(Double(writes.count)), "reads": .number(Double(reads.count)), "errors": .number(Double(all.errors.count)),
            "writeMedian": .number(writes.median * 1000), "writeTail": .number(writes.quantile(0.99) * 1000),
            "readMedian": .number(reads.median * 1000), "readTail": .number(reads.quantile(0.99) * 1000),
        ])
    }

    /// Sends the form again and again, each time as an act of its own; every answer must be the way to the next page.
    private func write(_ number: Int, until end: UInt64) throws -> [Double] {
        let client = try Client(port: arguments.number("port", or: 8106), cookie: arguments.text("cookie"))
        let form = try client.get(arguments.text("form"))
        guard form.status == 200, let proof = form.text.firstMatch(of: /name="form" value="([^"]+)"/)?.1 else {
            throw BareFailure(message: "no form at \(arguments.text("form")): \(form.status)")
        }
        var times: [Double] = []
        while DispatchTime.now().uptimeNanoseconds < end {
            let body = "form=\(proof)&token=\(AnyID())&text=\(arguments.text("mark"))-\(number)-\(times.count)&due=2027-01-15"
            var status = 0
            times.append(try seconds { status = try client.post(arguments.text("form"), body).status })
            guard status == 303 else { throw BareFailure(message: "a form was answered \(status)") }
        }
        return times
    }

    private func read(until end: UInt64) throws -> [Double] {
        let client = try Client(port: arguments.number("port", or: 8106), cookie: arguments.text("cookie"))
        var times: [Double] = []
        while DispatchTime.now().uptimeNanoseconds < end {
            var status = 0
            times.append(try seconds { status = try client.get(arguments.text("path")).status })
            guard status == 200 else { throw BareFailure(message: "a page was answered \(status)") }
        }
        return times
    }
}

/// As much of HTTP/1.1 as this site's answers need: one connection kept open, bodies with their length.
final class Client {
    private let socket: Int32
    private let cookie: String
    private var buffer: [UInt8] = []

    init(port: Int, cookie: String) throws {
        self.cookie = cookie
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let answer = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard answer == 0 else { throw BareFailure(message: "no site on port \(port)") }
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    func get(_ path: String) throws -> (status: Int, text: String) {
        try ask("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\n\r\n")
    }

    func post(_ path: String, _ body: String) throws -> (status: Int, text: String) {
        try ask(
            "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    private func ask(_ request: String) throws -> (status: Int, text: String) {
        let bytes = Array(request.utf8)
        guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw BareFailure(message: "the connection broke") }
        buffer.removeAll(keepingCapacity: true)
        while true {
            if let head = buffer.firstRange(of: [13, 10, 13, 10]) {
                let header = String(decoding: buffer[..<head.lowerBound], as: UTF8.self)
                let length = header.firstMatch(of: /(?i)content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
                guard buffer.count >= head.upperBound + length else {
                    try more()
                    continue
                }
                let status = Int(header.split(separator: " ")[1]) ?? 0
                return (status, String(decoding: buffer[head.upperBound..<head.upperBound + length], as: UTF8.self))
            }
            try more()
        }
    }

    private func more() throws {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { throw BareFailure(message: "the connection broke") }
        buffer += chunk[..<count]
    }
}
