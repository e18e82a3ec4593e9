using System.Diagnostics;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// A device that runs SIMT kernels, with any compiler: from the translator's C or, through ILGPU, from the C# method itself. This class
/// is the part of it that kernels and observers use.
/// </summary>
public abstract class SimtDevice : Device
{
    private DeviceBuffer? ticket;
    private int compiled;

    private protected SimtDevice(string name, string description, SimtTraits traits)
        : base(name, description) =>
        Traits = traits;

    /// <summary>Raised before a kernel that is in no cache is compiled, on the thread that launches it.</summary>
    public event EventHandler<KernelCompilingEventArgs>? Compiling;

    /// <summary>Raised when the device has to use a slower way than it should.</summary>
    public event EventHandler<DeviceNoticeEventArgs>? Notice;

    /// <summary>The traits by which kernels choose their version and the number of their groups.</summary>
    internal SimtTraits Traits { get; }

    /// <summary>Whether kernels take a struct in its C# layout, instead of word by word.</summary>
    internal virtual bool TakesWholeStructs => false;

    /// <summary>
    /// One word, 0 between launches, by which a launch finds its last group (<see cref="LastGroup"/>). One is enough: launches run in
    /// order in one stream.
    /// </summary>
    internal BufferView Ticket
    {
        get
        {
            if (ticket == null)
            {
                ticket = RentPersistent(1);
                // Not through UploadWords, which throws while a step is recorded: no recorded launch has used this word yet.
                UploadWordsCore([0], new BufferView(ticket, 0, 1));
            }

            return new BufferView(ticket, 0, 1);
        }
    }

    /// <summary>
    /// Seconds that the device takes for the launches of <paramref name="enqueue"/>, between two points at which it is idle.
    /// </summary>
    internal virtual double Measure(Action enqueue)
    {
        Synchronize();
        long start = Stopwatch.GetTimestamp();
        enqueue();
        Synchronize();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private protected void Notify(string message) => Notice?.Invoke(this, new DeviceNoticeEventArgs(message));

    private protected void AnnounceCompiling(KernelProgram program)
    {
        compiled++;
        Compiling?.Invoke(this, new KernelCompilingEventArgs(program.ToString(), compiled));
    }

    /// <summary>Rejects a launch with memory of another device; a missing view has none.</summary>
    private protected void CheckOperand(DeviceBuffer? buffer)
    {
        if (buffer != null && buffer.Device != this)
            throw new InputException(
                $"A kernel on {Name} was given a tensor on {buffer.Device}; all operands of an op must be on one device.");
    }

    /// <summary>For <see cref="Device.Close"/>, when no launch is running.</summary>
    private protected void ReleaseTicket()
    {
        ticket?.Release();
        ticket = null;
    }
}
