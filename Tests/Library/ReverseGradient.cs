using GanFromScratch.Engine;

namespace GanFromScratch.Tests.Library;

public static class ReverseGradient
{
    /// <summary>An op of one's own: x as it is, its gradient the other way. Ganin, Lempitsky 2015.</summary>
    public static Tensor Of(Tensor x, double strength = 1) =>
        Tensor.Op("ReverseGradient", [x], () => x, (y, dy) => [dy * -strength]);
}
