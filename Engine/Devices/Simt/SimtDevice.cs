using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>A device that runs SIMT kernels: CUDA, OpenCL, and with the switch ILGPU's.</summary>
public abstract class SimtDevice : Device
{
    private DeviceBuffer? ticket;

    private protected SimtDevice(string name, string description, SimtTraits traits)
        : base(name, description) =>
        Traits = traits;

    /// <summary>By what kernels choose their version and the number of their groups.</summary>
    internal SimtTraits Traits { get; }

    /// <summary>
    /// One word, 0 between launches, by which a launch finds its last group (<see cref="LastGroup"/>). One is enough: launches follow each other
    /// in one stream.
    /// </summary>
    internal BufferView Ticket
    {
        get
        {
            if (ticket == null)
            {
                ticket = RentPersistent(1);
                // Not by way of UploadWords, which refuses while a step is recorded: nothing recorded has touched this word.
                UploadWordsCore([0], new BufferView(ticket, 0, 1));
            }

            return new BufferView(ticket, 0, 1);
        }
    }

    /// <summary>Puts one launch into the device's stream, or into the recording if there is one; does not wait.</summary>
    internal abstract void Launch(KernelProgram program, int groups, KernelArguments arguments);

    /// <summary>To be called by devices that override it.</summary>
    private protected override void Close() => ticket?.Release();
}

/// <summary>What a kernel wants to know of the device it will run on.</summary>
/// <param name="IsProcessor">A CPU behind OpenCL: groups of one item that loop, instead of thousands of items side by side.</param>
/// <param name="ComputeUnits">Cores of a processor, multiprocessors of a GPU.</param>
internal readonly record struct SimtTraits(bool IsProcessor, int ComputeUnits);
