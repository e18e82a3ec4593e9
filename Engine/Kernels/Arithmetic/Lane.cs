using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Arithmetic;

/// <summary>
/// One float in the arithmetic of formulas: what an item of a SIMT kernel computes with, one lane of the machine. In C it is a plain float.
/// </summary>
[Transparent]
public readonly struct Lane(float value)
{
    public float Value { get; } = value;

    public static implicit operator Lane(float value) => new(value);
}
