using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Engine;

/// <summary>
/// Parameters in one block of memory, their gradients in a second, and one more per state that an optimizer requests, so that a step can
/// be a single launch over everything. The parameters stay the same tensors and remain valid when the block is disposed.
/// </summary>
public sealed class ParameterBlock : IDisposable
{
    /// <summary>Parameters begin at multiples of this many floats, a cache line.</summary>
    private const int Alignment = 16;

    private readonly Tensor[] parameters;
    private readonly int[] offsets;
    private readonly Tensor values;
    private readonly Tensor gradients;

    /// <summary>
    /// Moves the parameters into the block. Call it before a step is recorded and before a parameter is reshaped or detached: those keep
    /// the old memory.
    /// </summary>
    /// <param name="parameters">At least one, all leaves on one device.</param>
    /// <exception cref="ArgumentException">There are none, or one is computed or on another device.</exception>
    public ParameterBlock(IReadOnlyList<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count == 0)
            throw new ArgumentException("A block needs at least one parameter.", nameof(parameters));
        this.parameters = [.. parameters];
        offsets = new int[parameters.Count];
        Device device = parameters[0].Device;
        int total = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            if (parameters[i].Device != device || !parameters[i].IsLeaf)
                throw new ArgumentException($"Parameter {i} must be a leaf on {device}, like the first.", nameof(parameters));
            offsets[i] = total;
            total = checked(total + ((parameters[i].Length + Alignment - 1) / Alignment * Alignment));
        }

        values = Tensor.Persistent(device, [total]);
        gradients = Tensor.Persistent(device, [total]);
        for (int i = 0; i < offsets.Length; i++)
        {
            using (Tensor home = Part(values, i))
                parameters[i].MoveTo(home);
            parameters[i].PlaceGradient(Part(gradients, i));
        }
    }

    public Device Device => values.Device;

    /// <summary>Number of parameters.</summary>
    public int Count => parameters.Length;

    /// <summary>Memory in the layout of the parameters, initially zero; the caller disposes it.</summary>
    public Tensor CreateState() => Tensor.Persistent(Device, values.Shape);

    /// <summary>A parameter's part of such memory, in its shape: another tensor, which must be disposed too.</summary>
    public Tensor Part(Tensor state, int index)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.PersistentPart(offsets[index], parameters[index].Shape);
    }

    /// <summary>False once another block has taken over the parameter.</summary>
    public bool Holds(int index) => parameters[index].View.Buffer == values.View.Buffer;

    /// <summary>The values of the parameters begin ≤ i &lt; end for a kernel to overwrite; see <see cref="Tensor.NoteChange"/>.</summary>
    public BufferView MutableValues(int begin, int end, string changedBy)
    {
        for (int i = begin; i < end; i++)
            parameters[i].NoteChange(changedBy);
        return Range(values, begin, end);
    }

    /// <summary>Their gradients; undefined for a parameter that has none.</summary>
    public BufferView Gradients(int begin, int end) => Range(gradients, begin, end);

    /// <summary>The same part of a state.</summary>
    public BufferView Range(Tensor state, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.View.Slice(offsets[begin], offsets[end - 1] + parameters[end - 1].Length - offsets[begin]);
    }

    /// <summary>Releases values and gradients; the parameters keep theirs.</summary>
    public void Dispose()
    {
        values.Dispose();
        gradients.Dispose();
    }
}
