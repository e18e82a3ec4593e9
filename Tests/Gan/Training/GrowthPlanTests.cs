using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>Stages and α by the number of the step.</summary>
public sealed class GrowthPlanTests
{
    [Test]
    public void Each_resolution_fades_in_for_a_phase_and_stays_for_one_and_the_last_until_the_end()
    {
        var plan = new GrowthPlan(Stages: 3, ImagesPerPhase: 8, ImagesPerStep: 4);
        (int, float?)[] expected =
        [
            (0, null), (0, null), (1, 0.5f), (1, 1f), (1, null), (1, null), (2, 0.5f), (2, 1f), (2, null), (2, null), (2, null),
        ];
        Assert.That(Enumerable.Range(0, 11).Select(step => plan.At(step)), Is.EqualTo(expected));
        Assert.That(plan.At(long.MaxValue / 8), Is.EqualTo((2, (float?)null)));
    }

    [Test]
    public void Phases_need_not_be_whole_steps_and_alpha_stays_within_1()
    {
        var plan = new GrowthPlan(Stages: 2, ImagesPerPhase: 10, ImagesPerStep: 4);
        Assert.That(
            Enumerable.Range(0, 6).Select(step => plan.At(step)),
            Is.EqualTo(new (int, float?)[] { (0, null), (0, null), (0, null), (1, 0.6f), (1, 1f), (1, null) }));
    }

    [Test]
    public void A_step_has_the_images_of_all_its_discriminator_steps_and_without_phases_all_is_grown()
    {
        GanModel model = new ProgressiveModel();
        TrainingOptions options = TrainingOptions.For(model) with { Batch = 4, DiscriminatorSteps = 3, Grow = 100 };
        Assert.Multiple(() =>
        {
            Assert.That(GrowthPlan.Of(model, options), Is.EqualTo(new GrowthPlan(4, 100, 12)));
            Assert.That(GrowthPlan.Of(model, options with { Grow = 0 }).At(0), Is.EqualTo((3, (float?)null)));
            Assert.That(GrowthPlan.Of(new ProgressiveModel().For(new(3, 64, 64)), options).Stages, Is.EqualTo(5));
            Assert.That(GrowthPlan.Of(new MlpModel(), TrainingOptions.For(new MlpModel())).At(5), Is.EqualTo((0, (float?)null)));
        });
    }
}
