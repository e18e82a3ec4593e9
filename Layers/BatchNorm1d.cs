using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>
/// Batch normalisation of features: y = γ·(x − mean)/√(variance + ε) + β, each feature by itself. While training mean and variance are the
/// batch's, and running averages of them are kept; otherwise those averages are used. Ioffe, Szegedy 2015; details as
/// torch.nn.BatchNorm1d. Shapes: x (N, C) or (N, C, L), γ and β (C).
/// </summary>
public sealed class BatchNorm1d : Module
{
    private readonly int features;
    private readonly float epsilon;
    private readonly float momentum;
    private readonly Parameter? gamma;
    private readonly Parameter? beta;
    private readonly Tensor runningMean;
    private readonly Tensor runningVariance;

    /// <param name="features">C, at least 1.</param>
    /// <param name="random">Decides the device; γ starts at 1 and β at 0.</param>
    /// <param name="epsilon">Keeps the root away from 0.</param>
    /// <param name="momentum">How much of a running average each batch replaces, in [0, 1].</param>
    /// <param name="affine">Whether there are γ and β.</param>
    public BatchNorm1d(int features, RandomSource random, float epsilon = 1e-5f, float momentum = 0.1f, bool affine = true)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        this.features = features;
        this.epsilon = epsilon;
        this.momentum = momentum;
        if (affine)
        {
            gamma = AddParameter("weight", [features], Initializers.Ones, default, random);
            beta = AddParameter("bias", [features], Initializers.Zeros, default, random);
        }

        runningMean = AddBuffer(random.Device, "running_mean", [features], 0);
        runningVariance = AddBuffer(random.Device, "running_var", [features], 1);
    }

    public override string Description => $"BatchNorm1d {features}";

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputShape(x.Shape);
        if (IsTraining && x.Length == features)
            throw WrongInput("more than one value per feature while training, whose variance would be 0 otherwise", x.Shape);
        return x.BatchNorm(gamma, beta, runningMean, runningVariance, IsTraining, momentum, epsilon);
    }

    public override Shape OutputShape(Shape input) =>
        input.Rank is 2 or 3 && input[1] == features ? input : throw WrongInput($"(N, {features}) or (N, {features}, L)", input);
}
