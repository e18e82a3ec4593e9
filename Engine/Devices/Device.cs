using System.Diagnostics;
using System.Runtime.InteropServices;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Engine.Devices;

/// <summary>
/// The place of tensors and kernels. A device provides memory, copies, synchronisation and recording; it lists no kernel: each kernel
/// family has a contract (<c>Kernels/MatMul/MatMul.cs</c>) that picks the implementation for the device.
/// </summary>
public abstract class Device : IDisposable
{
    private readonly BufferPool commonPool;
    private long allocatedBytes;

    private protected Device(string name, string description)
    {
        Name = name;
        Description = description;
        commonPool = new BufferPool(this);
        Pool = commonPool;
    }

    /// <summary>The value of <c>--device</c>: <c>cpu</c>, <c>reference</c>.</summary>
    public string Name { get; }

    /// <summary>One line for display: processor, cores, vector width.</summary>
    public string Description { get; }

    /// <summary>
    /// Everything that determines the bits of results besides the program: two devices with the same value give the same bits. The number
    /// of threads and a device's number are not part of it.
    /// </summary>
    public virtual string Arithmetic => Description;

    /// <summary>
    /// The pool of temporaries: the device's own or, while a step is recorded, the pool of that <see cref="StepGraph"/>.
    /// </summary>
    internal BufferPool Pool { get; private set; }

    /// <summary>The step being recorded; null when kernels run at once.</summary>
    internal StepRecording? Recording { get; private set; }

    /// <summary>The observer of every launch, usually null; see <see cref="Observe"/>.</summary>
    public LaunchObserver? Observer { get; private set; }

    /// <summary>Bytes of device memory taken from the operating system or driver, in use and pooled.</summary>
    public long AllocatedBytes => Interlocked.Read(ref allocatedBytes);

    public override string ToString() => Name;

    /// <summary>
    /// The length of a buffer for so many words: a kernel's scratch memory grows with its sizes, and may exceed a buffer's maximum.
    /// </summary>
    /// <exception cref="InputException">More than a buffer holds.</exception>
    internal static int LengthOf(long words) => words <= int.MaxValue
        ? (int)words
        : throw new InputException(
            $"A kernel needs {words:N0} words of working memory for this, and a buffer holds at most {int.MaxValue:N0}; use a smaller "
            + $"batch or model.");

    /// <summary>A buffer from the pool, with undefined content.</summary>
    internal DeviceBuffer Rent(int length) => Pool.Rent(length);

    /// <summary>A buffer that outlives the step being recorded, if any: parameters, gradients, optimizer state.</summary>
    internal DeviceBuffer RentPersistent(int length) => commonPool.Rent(length);

    internal void CountBytes(long change) => Interlocked.Add(ref allocatedBytes, change);

    /// <summary>Memory for <paramref name="length"/> words of 32 bits, directly from the system. Only the pool calls this.</summary>
    internal abstract DeviceBuffer CreateBuffer(int length);

    /// <summary>Copies floats from host to device. Waits until <paramref name="source"/> may be changed again.</summary>
    public void Upload(ReadOnlySpan<float> source, BufferView target)
    {
        RefuseWhileRecording("write to a tensor");
        CheckLength(source.Length, target.Length);
        long start = Observer == null ? 0 : Stopwatch.GetTimestamp();
        UploadCore(source, target);
        Observer?.Launched("Upload", start, sizeof(float) * (long)source.Length);
        Observer?.EndOp("Upload");
    }

    /// <summary>Waits for the launches so far, then copies floats from device to host.</summary>
    public void Download(BufferView source, Span<float> target)
    {
        RefuseWhileRecording("read a tensor");
        CheckLength(target.Length, source.Length);
        DownloadCore(source, target);
    }

    /// <summary>As <see cref="Upload(ReadOnlySpan{float}, BufferView)"/>, rounding to float if memory is float.</summary>
    public void Upload(ReadOnlySpan<double> source, BufferView target)
    {
        RefuseWhileRecording("write to a tensor");
        CheckLength(source.Length, target.Length);
        UploadDoublesCore(source, target);
    }

    /// <summary>As <see cref="Download(BufferView, Span{float})"/>, at the full precision of the memory.</summary>
    public void Download(BufferView source, Span<double> target)
    {
        RefuseWhileRecording("read a tensor");
        CheckLength(target.Length, source.Length);
        DownloadDoublesCore(source, target);
    }

    /// <summary>
    /// As <see cref="Upload(ReadOnlySpan{float}, BufferView)"/>, for words that are not floats (random counters): the bits are kept.
    /// </summary>
    internal void UploadWords(ReadOnlySpan<uint> source, BufferView target)
    {
        RefuseWhileRecording("write to a tensor");
        CheckLength(source.Length, target.Length);
        UploadWordsCore(source, target);
    }

    internal void DownloadWords(BufferView source, Span<uint> target)
    {
        RefuseWhileRecording("read a tensor");
        CheckLength(target.Length, source.Length);
        DownloadWordsCore(source, target);
    }

    /// <summary>Waits until every launch so far has ended.</summary>
    public abstract void Synchronize();

    /// <summary>
    /// Reports every launch to <paramref name="observer"/> from now on or, with null, stops reporting. Observed launches are waited for.
    /// </summary>
    public void Observe(LaunchObserver? observer)
    {
        RefuseWhileRecording("observe launches");
        Synchronize();
        Observer = observer;
    }

    public void Dispose()
    {
        commonPool.Dispose();
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// From now on launches are recorded in <paramref name="recording"/> instead of run, with memory from <paramref name="pool"/>.
    /// </summary>
    internal void BeginRecording(StepRecording recording, BufferPool pool)
    {
        RefuseWhileRecording("begin another recording");
        if (Observer != null)
            throw new InvalidOperationException(
                "Cannot record a step while launches are observed: a replay does not report single launches. Launch them one by one.");
        Recording = recording;
        Pool = pool;
    }

    internal void EndRecording()
    {
        Recording = null;
        Pool = commonPool;
    }

    /// <summary>
    /// Converts a recorded step into the form in which this device runs it fastest. Called once, after the recording has ended; the
    /// recording, and with it every buffer it uses, lives as long as the returned object.
    /// </summary>
    internal virtual IStepReplay PrepareReplay(StepRecording recording) => new ListReplay(recording.Launches);

    private protected abstract void UploadCore(ReadOnlySpan<float> source, BufferView target);

    private protected abstract void DownloadCore(BufferView source, Span<float> target);

    // If memory is float, as everywhere but on the reference, doubles are rounded.
    private protected virtual void UploadDoublesCore(ReadOnlySpan<double> source, BufferView target)
    {
        float[] rounded = new float[source.Length];
        for (int i = 0; i < rounded.Length; i++)
            rounded[i] = (float)source[i];
        UploadCore(rounded, target);
    }

    private protected virtual void DownloadDoublesCore(BufferView source, Span<double> target)
    {
        float[] values = new float[target.Length];
        DownloadCore(source, values);
        for (int i = 0; i < values.Length; i++)
            target[i] = values[i];
    }

    // If a word of memory is 32 bits, as everywhere but on the reference, words are copied like floats.
    private protected virtual void UploadWordsCore(ReadOnlySpan<uint> source, BufferView target) =>
        UploadCore(MemoryMarshal.Cast<uint, float>(source), target);

    private protected virtual void DownloadWordsCore(BufferView source, Span<uint> target) =>
        DownloadCore(source, MemoryMarshal.Cast<uint, float>(target));

    /// <summary>Releases the device's resources besides memory: threads, contexts.</summary>
    private protected abstract void Close();

    /// <summary>The message for a kernel without an implementation for this device.</summary>
    private static void CheckLength(int host, int device)
    {
        if (host != device)
            throw new ArgumentException(
                $"A copy between host and device needs equal lengths: {host} floats on the host, {device} on the device.");
    }

    private void RefuseWhileRecording(string action)
    {
        if (Recording != null)
            throw new InvalidOperationException(
                $"Cannot {action} while a step is being recorded: its launches have not run yet. Do it before StepGraph.Capture or after "
                + $"Replay.");
    }
}
