using System.Runtime.ExceptionServices;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Devices.Cpu;

/// <summary>
/// A fixed team of threads that share the items of one launch at a time. Handing over work allocates nothing: the launch is a struct on
/// the caller's stack, and the others get its address and a pointer to the function that runs it.
/// <para>
/// Workers spin briefly for the next launch (launches of a training step follow each other within microseconds) and then block, so that
/// an idle program uses no processor time.
/// </para>
/// </summary>
internal sealed unsafe class WorkerTeam : IDisposable
{
    private const int SpinsBeforeBlocking = 4000;
    private readonly Thread[] workers;
    private readonly SemaphoreSlim[] wakeups;
    private readonly bool[] blocked;
    private readonly Lock gate = new();

    // The launch being run. Written before the round is opened, which publishes it.
    private void* work;
    private delegate*<void*, int, int, void> run;
    private int items;
    private int chunk;
    private volatile int round;
    private int nextItem;

    // Whether the round may still be joined, and how many workers are in it.
    private volatile bool open;
    private int joined;
    private volatile Exception? failure;
    private volatile bool stopping;

    private readonly int usual, widest;

    /// <param name="threads">At least 1.</param>
    /// <param name="widthLimit">No vectors are wider, in bits.</param>
    public WorkerTeam(int threads, int widthLimit = int.MaxValue)
    {
        Threads = threads;
        (usual, widest) = (Math.Min(SimdWidth.Usual, widthLimit), Math.Min(SimdWidth.Widest, widthLimit));
        workers = new Thread[threads - 1];
        wakeups = new SemaphoreSlim[threads - 1];
        blocked = new bool[threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            int index = i;
            wakeups[i] = new SemaphoreSlim(0);
            workers[i] = new Thread(() => Work(index)) { IsBackground = true, Name = $"kernel worker {index + 1}" };
            workers[i].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Runs all items of <paramref name="launch"/>, then its Finish.</summary>
    public void Execute<TLaunch>(in TLaunch launch)
        where TLaunch : unmanaged, ISimdLaunch<TLaunch>
    {
        TLaunch local = launch;
        int count = local.Items;
        if (count > 0)
        {
            delegate*<void*, int, int, void> body = (TLaunch.WantsWidest ? widest : usual) switch
            {
                512 => &RunRange<TLaunch, Lanes512>,
                256 => &RunRange<TLaunch, Lanes256>,
                _ => &RunRange<TLaunch, Lanes128>,
            };
            if (Threads == 1 || count <= local.Grain)
                body(&local, 0, count);
            else
                Share(&local, body, count, local.Grain);
        }

        TLaunch.Finish(local);
    }

    public void Dispose()
    {
        if (stopping)
            return;
        stopping = true;
        round++;
        foreach (SemaphoreSlim wakeup in wakeups)
            wakeup.Release();
        foreach (Thread worker in workers)
            worker.Join();
        foreach (SemaphoreSlim wakeup in wakeups)
            wakeup.Dispose();
    }

    private static void RunRange<TLaunch, L>(void* launch, int begin, int end)
        where TLaunch : unmanaged, ISimdLaunch<TLaunch>
        where L : unmanaged, ILanes<L> =>
        ((TLaunch*)launch)->Run<L>(begin, end);

    private void Share(void* launch, delegate*<void*, int, int, void> body, int count, int grain)
    {
        // Launches from two user threads run one after the other.
        lock (gate)
        {
            work = launch;
            run = body;
            items = count;
            // Several chunks per thread: if one thread is interrupted by the operating system, the others take over its share.
            int wanted = (count + (Threads * 3) - 1) / (Threads * 3);
            chunk = Math.Max((wanted + grain - 1) / grain * grain, grain);
            nextItem = 0;
            failure = null;
            open = true;
            round++;
            Interlocked.MemoryBarrier();
            for (int i = 0; i < workers.Length; i++)
            {
                if (Interlocked.CompareExchange(ref blocked[i], false, true))
                    wakeups[i].Release();
            }

            try
            {
                TakeChunks();
            }
            finally
            {
                // The launch lies on this stack, so never return before the workers that joined have left. A worker that the operating
                // system has not yet scheduled finds the round closed: on a busy machine, waiting for it would cost far more than it
                // saves.
                open = false;
                Interlocked.MemoryBarrier();
                var spin = new SpinWait();
                while (Volatile.Read(ref joined) > 0)
                    spin.SpinOnce(sleep1Threshold: -1);
            }

            if (failure is OutOfMemoryException or InputException)
                ExceptionDispatchInfo.Throw(failure);
            if (failure is Exception thrown)
                throw new InvalidOperationException("A kernel failed on a worker thread.", thrown);
        }
    }

    private void TakeChunks()
    {
        while (true)
        {
            int begin = Interlocked.Add(ref nextItem, chunk) - chunk;
            if (begin >= items || begin < 0)
                return;
            run(work, begin, items - begin < chunk ? items : begin + chunk);
        }
    }

    private void Work(int index)
    {
        int seen = 0;
        while (true)
        {
            WaitForRound(index, seen);
            seen = round;
            if (stopping)
                return;
            // Join first, then check: either the launcher sees the join and waits, or this thread sees that the round was closed. An open
            // round is always complete: all its data is written before it opens.
            Interlocked.Increment(ref joined);
            try
            {
                if (open)
                    TakeChunks();
            }
            catch (Exception e)
            {
                // The launcher reports any exception; unhandled in this thread it would end the program.
                failure = e;
            }

            Interlocked.Decrement(ref joined);
        }
    }

    private void WaitForRound(int index, int seen)
    {
        for (int i = 0; i < SpinsBeforeBlocking; i++)
        {
            if (round != seen)
                return;
            Thread.SpinWait(8);
        }

        // Announce the block, then check once more: the launcher either sees the announcement and wakes this thread, or opened the round
        // before it.
        Interlocked.Exchange(ref blocked[index], true);
        if (round != seen && Interlocked.CompareExchange(ref blocked[index], false, true))
            return;
        wakeups[index].Wait();
    }
}
