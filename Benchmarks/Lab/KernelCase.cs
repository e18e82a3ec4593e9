using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Benchmarks.Lab;

/// <summary>A rung of a ladder, or several ways up: launches kernels on the operands of its case.</summary>
internal delegate void Rung(SimtDevice device, BufferView[] operands);

/// <summary>
/// A piece of work to time: what it is given, its contract (which runs on every device, so also on the one that says what is right), and
/// the rungs of its ladder. Which kernels a rung launches is found out by recording it.
/// </summary>
/// <param name="Family">The family as <c>kernels</c> lists it.</param>
/// <param name="Name">What of the family it is: a formula, a direction; empty where there is only one.</param>
/// <param name="Shape">The sizes, for people.</param>
/// <param name="Operands">What the launches are given, in order.</param>
/// <param name="Contract">Runs it on the device where the operands lie.</param>
internal sealed record KernelCase(string Family, string Name, string Shape, Operand[] Operands, Action<BufferView[]> Contract)
{
    public IReadOnlyList<Rung> Rungs { get; init; } = [];

    /// <summary>Floating-point operations; 0 where memory is the limit and <see cref="Bytes"/> counts.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes that have to be read and written at least once.</summary>
    public double Bytes { get; init; }

    /// <summary>How far a result may be from the reference: so much, and so much of its size.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The same at a size that the reference and a naive rung do in a moment; null where this one is so.</summary>
    public KernelCase? Small { get; init; }
}
