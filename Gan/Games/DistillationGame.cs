using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// A narrow generator G learns from a trained wide one, its teacher T (Hinton, Vinyals, Dean 2015, "Distilling the Knowledge in a Neural
/// Network"; for GANs Aguinaldo et al. 2019, "Compressing GANs using Knowledge Distillation"). Both read the same noise, and G's loss has
/// besides the game's own term
/// <code>
///   λ · mean |G(z) − T(z)|
/// </code>
/// over the pixels. The teacher stays as it is.
/// </summary>
public sealed class DistillationGame : Game
{
    /// <summary>λ unless another is asked for.</summary>
    internal const float UsualWeight = 10;

    private readonly GanModel model;
    private readonly TrainingOptions options;
    private readonly RandomSource noise;
    private readonly Sequential teacher;
    private Tensor? latent;

    /// <param name="model">Of the student; the teacher is the same model, as wide as its own run says.</param>
    /// <param name="options">
    /// T is of the run in <see cref="TrainingOptions.Teacher"/>, λ is <see cref="TrainingOptions.Reconstruction"/>.
    /// </param>
    /// <param name="noise">Draws z.</param>
    /// <exception cref="InputException">There is no such run, or it is of another model.</exception>
    public DistillationGame(GanModel model, TrainingOptions options, RandomSource noise)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(noise);
        (this.model, this.options, this.noise) = (model, options, noise);
        RunFolder folder = RunFolder.Open(options.Teacher);
        TrainingOptions learnt = folder.ReadOptions();
        CheckTeacher(folder, learnt);

        // Its initial weights are overwritten; drawing them must not disturb the run's own random numbers. It shares the student's model,
        // and so the labels of the samples in the making.
        using var random = new RandomSource(noise.Device, seed: 0);
        teacher = RunNetworks.LoadGenerator(folder, learnt, model with { GeneratorWidth = learnt.Width }, random);
        teacher.RequiresGrad(false);
    }

    /// <summary>The teacher's weights: its run may train on while the student's is interrupted.</summary>
    public override IReadOnlyDictionary<string, Tensor> State => teacher.StateDict();

    /// <summary>Gives a pruned student the strongest channels of its teacher.</summary>
    public override void Prepare(Sequential generator)
    {
        if (options.Student == StudentBeginning.Pruned)
            ChannelPruning.Copy(teacher, generator);
    }

    public override Tensor Fake(Sequential generator, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(x);
        latent = model.Latent(noise, x.Shape[0]);
        return generator.Forward(latent);
    }

    public override Tensor? Term(Sequential generator, Tensor x, Tensor fake)
    {
        Tensor wanted;
        using (new NoGradScope())
            wanted = teacher.Forward(latent!);
        return fake.L1Loss(wanted) * options.Reconstruction;
    }

    public override void Dispose()
    {
        teacher.Dispose();
        base.Dispose();
    }

    private void CheckTeacher(RunFolder folder, TrainingOptions learnt)
    {
        Same("model", learnt.Model, options.Model);
        Same("networks", learnt.Networks, options.Networks);
        Same("condition", learnt.Condition, options.Condition);
        GanModel teachers = learnt.FindModel();
        Same("image-size", teachers.Format?.Height, model.Format?.Height);
        Same("channels", teachers.Format?.Channels, model.Format?.Channels);
        Same("classes", learnt.Classes, options.Classes);
        Same("latent-size", teachers.LatentSize, model.LatentSize);
        if (options.Student == StudentBeginning.Pruned && options.Width > learnt.Width)
            throw new InputException(
                FormattableString.Invariant(
                    $"--width {options.Width} is wider than the {learnt.Width} of the teacher {folder.Path}, which pruning only narrows; ")
                + "lower it, or choose --student new.");

        void Same<T>(string option, T its, T own)
        {
            if (!Equals(its, own))
                throw new InputException(
                    FormattableString.Invariant(
                        $"--teacher {folder.Path} was trained with --{option} {its}, and this run has --{option} {own}: ")
                    + "a student makes the same samples of the same noise; give its option too.");
        }
    }
}
