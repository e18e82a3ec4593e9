using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Engine.Autograd;

/// <summary>
/// While it is open, checks the result of every op on this thread, forward and backward, and stores the first that is not finite: the
/// cause when a loss has turned NaN. It waits for the device after each op, so it is for a step that is known to go wrong. It does not
/// see the inside of a recorded step (<see cref="StepGraph"/>), which computes only when it is replayed.
/// </summary>
public sealed class NonFiniteWatch : IDisposable
{
    [ThreadStatic]
    private static NonFiniteWatch? current;

    private readonly NonFiniteWatch? outer = current;

    // The op whose gradient is being computed: ops that its backward function calls are reported under its name.
    private string? gradientOf;

    public NonFiniteWatch() => current = this;

    /// <summary>
    /// The first op whose result was not finite, "Log" or "the gradient of Log", with shape and value; null while all were.
    /// </summary>
    public string? First { get; private set; }

    public void Dispose() => current = outer;

    /// <summary>The first number that is not finite; null if all are.</summary>
    public static float? In(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        float[] values = tensor.ToArray();
        int place = Array.FindIndex(values, value => !float.IsFinite(value));
        return place < 0 ? null : values[place];
    }

    internal static void See(string op, Tensor result)
    {
        if (current is { First: null } watch && In(result) is float value)
            watch.First = FormattableString.Invariant(
                $"{(watch.gradientOf == null ? op : $"the gradient of {watch.gradientOf}")} of shape {result.Shape}, which became {value}");
    }

    /// <summary>A backward function begins or, with null, has returned these gradients.</summary>
    internal static void EnterGradient(string? op)
    {
        if (current != null)
            current.gradientOf = op;
    }
}
