import Dispatch
import Foundation
import Storage
import Synchronization

/// Threads that each own one connection, and the line of those who wait for one.
///
/// libpq blocks, so it never runs on Swift's cooperative threads. The line is first come, first served; one thread takes reads
/// only, so that a page can be shown while every writer waits for another. The thread that rested last works first: its statements
/// are prepared.
final class Workers: Sendable {
    /// Does the work, and returns what tells its caller.
    typealias Job = @Sendable (PostgresConnection) -> @Sendable () -> Void

    static let longestLine = 1000

    private final class Worker: Sendable {
        let readsOnly: Bool
        let wake = DispatchSemaphore(value: 0)
        let job = Mutex<Job?>(nil)

        init(readsOnly: Bool) {
            self.readsOnly = readsOnly
        }
    }

    private struct State {
        var idle: [Worker] = []
        var line: [(writes: Bool, job: Job)] = []
        var threads = 0
        var isClosing = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Starts the threads; they connect when they first have something to do.
    init(address: String, writers: Int, readers: Int, statements: Int) {
        let workers = (0..<(writers + readers)).map { Worker(readsOnly: $0 >= writers) }
        state.withLock { state in
            state.idle = workers.reversed()
            state.threads = workers.count
        }
        for worker in workers {
            let thread = Thread { [self] in work(as: worker, on: PostgresConnection(address, statements: statements)) }
            thread.name = "postgres"
            thread.start()
        }
    }

    /// What `work` returned on one of the threads; `.busy` when the line is full, `.away` once closed.
    func perform<T: Sendable>(writes: Bool, _ work: @escaping @Sendable (PostgresConnection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let refusal = submit(writes: writes) { connection in
                let result = Result { try work(connection) }
                return { continuation.resume(with: result) }
            }
            if let refusal { continuation.resume(throwing: refusal) }
        }
    }

    private func submit(writes: Bool, _ job: @escaping Job) -> StorageError? {
        state.withLock { state in
            if state.isClosing { return .away("the database is closed") }
            if let at = state.idle.lastIndex(where: { !writes || !$0.readsOnly }) {
                let worker = state.idle.remove(at: at)
                worker.job.withLock { $0 = job }
                worker.wake.signal()
            } else if state.line.count < Self.longestLine {
                state.line.append((writes, job))
            } else {
                return .busy
            }
            return nil
        }
    }

    private func work(as worker: Worker, on connection: PostgresConnection) {
        while true {
            worker.wake.wait()
            guard var job = worker.job.withLock({ $0.take() }) else { break }
            while true {
                let tell = job(connection)
                // Rests before it tells: what the caller asks next comes to the same connection.
                let next = next(for: worker)
                tell()
                guard let next else { break }
                job = next
            }
        }
        connection.session.drop()
        let closers = state.withLock { state in
            state.threads -= 1
            return state.threads == 0 ? state.closers : []
        }
        for closer in closers { closer.resume() }
    }

    /// The next in line that the worker may take; where there is none, it rests, or is told to leave.
    private func next(for worker: Worker) -> Job? {
        state.withLock { state in
            if let at = state.line.firstIndex(where: { !$0.writes || !worker.readsOnly }) { return state.line.remove(at: at).job }
            if state.isClosing { worker.wake.signal() } else { state.idle.append(worker) }
            return nil
        }
    }

    /// Refuses what comes from now on, and lets the threads go when the line is empty.
    func shut() {
        state.withLock { state in
            state.isClosing = true
            for worker in state.idle { worker.wake.signal() }
            state.idle = []
        }
    }

    /// Returns when everything in line is done and every connection is closed.
    func close() async {
        shut()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.threads > 0 { state.closers.append(continuation) }
                return state.threads == 0
            }
            if isOver { continuation.resume() }
        }
    }
}
