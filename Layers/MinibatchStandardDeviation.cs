using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Minibatch standard deviation (Karras et al. 2018, section 3): appends one feature or channel that tells how much the samples of a group
/// differ. In each group the standard deviation √(variance + 10⁻⁸) of every feature over the samples is averaged over all features. A
/// batch of N = M·size samples has M groups; group m holds the samples m, m + M, m + 2M, …, as in the authors' code. Shapes: x (N, C, …), y
/// (N, C + 1, …).
/// </summary>
public sealed class MinibatchStandardDeviation : Module
{
    private const double Epsilon = 1e-8;

    private readonly int size;

    /// <param name="groupSize">Samples in a group, at least 2; a batch that it does not divide has the next smaller size that does.</param>
    public MinibatchStandardDeviation(int groupSize = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 2);
        size = groupSize;
    }

    public override string Description => $"MinibatchStandardDeviation {size}";

    public override bool MixesSamples => true;

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Shape output = OutputShape(x.Shape);
        int n = x.Shape[0], members = Math.Min(size, n);
        while (n % members != 0)
            members--;
        Tensor groups = x.Reshape(members, n / members, x.Length / n);
        Tensor deviations = (groups.Variance([0], correction: 0) + Epsilon).Sqrt().Mean([1]);
        Shape channel = output.With(1, 1);
        Tensor each = deviations.Reshape(1, n / members).BroadcastTo([members, n / members]).Reshape(n);
        return Tensor.Concat([x, each.Reshape(channel.OnesFrom(2)).BroadcastTo(channel)], 1);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank >= 2 && input[0] >= 1 ? input.With(1, input[1] + 1) : throw WrongInput("(N, C, …)", input);
}
