using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Tests.Gan.Models;

/// <summary>video: its codes, the frames that its networks exchange, and its two judges.</summary>
public sealed class VideoTests : ModelFixture
{
    [Test]
    public void A_clip_has_one_content_and_each_frame_the_next_state_of_the_recurrent_unit()
    {
        const int n = 3, content = 4, motion = 2, noise = 5, frames = 6;
        var motions = new LatentChunks(motion);
        using var codes = new MotionCodes(content, motions, noise, frames, Random);
        Tensor z = Random.Normal([n, content + motion + (frames * noise)]);
        float[] contents = codes.Forward(z).ToArray(), made = motions[0].ToArray(), given = z.ToArray();
        var gru = (Gru)codes.Children.Single();
        Assert.That(codes.OutputShape(z.Shape), Is.EqualTo(Shape.Create([n, content])));
        Assert.That(motions[0].Shape, Is.EqualTo(Shape.Create([n * frames, motion])));
        for (int i = 0; i < n; i++)
        {
            float[] own = given[(i * z.Shape[1])..((i + 1) * z.Shape[1])];
            float[] states = gru.Forward(
                Tensor.From(Device, [1, frames, noise], own.AsSpan(content + motion)),
                Tensor.From(Device, [1, motion], own.AsSpan(content, motion))).ToArray();
            Assert.That(contents[(i * content)..((i + 1) * content)], Is.EqualTo(own[..content]));
            Assert.That(made[(i * states.Length)..((i + 1) * states.Length)], Is.EqualTo(states).Within(1e-5));
        }
    }

    [Test]
    public void Maps_are_moved_to_the_place_that_the_motion_of_each_frame_chooses()
    {
        const int n = 2, frames = 3, side = 9;
        var motions = new LatentChunks(5);
        using var move = new MoveMaps(motions, frames, farthest: 2, Random);
        motions.Set(Random.Normal([n * frames, 5]));
        float[] dots = new float[n * side * side];
        dots[(4 * side) + 4] = 1;
        dots[(side * side) + (3 * side) + 5] = 2;
        Tensor moved = move.Forward(Tensor.From(Device, [n, 1, side, side], dots));
        Assert.That(moved.Shape, Is.EqualTo(Shape.Create([n * frames, 1, side, side])));
        float[] places = ((Dense)move.Children.Single()).Forward(motions[0]).Tanh().ToArray(), y = moved.ToArray();
        for (int frame = 0; frame < n * frames; frame++)
        {
            (int row, int column, int mass) = frame < frames ? (4, 4, 1) : (3, 5, 2);
            (double down, double right) = (2 * places[2 * frame], 2 * places[(2 * frame) + 1]);
            double total = 0;
            double[] weights = new double[side * side];
            for (int i = 0; i < weights.Length; i++)
            {
                (int r, int c) = (row - (i / side), column - (i % side));
                if (Math.Abs(r) <= 2 && Math.Abs(c) <= 2)
                    total += weights[i] = Math.Exp(-2 * (((r - down) * (r - down)) + ((c - right) * (c - right))));
            }

            Assert.That(
                y[(frame * weights.Length)..((frame + 1) * weights.Length)],
                Is.EqualTo(weights.Select(w => (float)(mass * w / total)).ToArray()).Within(1e-5), $"frame {frame}");
        }
    }

    [Test]
    public void Features_of_the_frames_are_joined_with_their_deviations_over_the_clip()
    {
        using var join = new JoinFeatures(2);
        float[] joined = join.Forward(Tensor.From(Device, [4, 2], [1f, 5, 4, 5, 0, 0, 0, 2])).ToArray();
        Assert.That(joined, Is.EqualTo(new float[] { 1, 5, 4, 5, 1.5f, 0, /**/ 0, 0, 0, 2, 0, 1 }).Within(0.011));
        Assert.That(() => join.OutputShape([3, 2]), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void Frames_are_joined_as_channels_one_clip_after_the_other_and_split_again()
    {
        Tensor frames = Tensor.From(Device, [4, 1, 1, 2], [0f, 1, 2, 3, 4, 5, 6, 7]);
        using var join = new JoinFrames(2);
        using var split = new SplitFrames(2);
        Tensor clips = join.Forward(frames), again = split.Forward(clips);
        Assert.That(clips.Shape, Is.EqualTo(Shape.Create([2, 2, 1, 2])));
        Assert.That(clips.Slice(0, 1, 1).Slice(1, 0, 1).ToArray(), Is.EqualTo(new float[] { 4, 5 }), "the second clip's first frame");
        Assert.That((again.Shape, again.ToArray()), Is.EqualTo((frames.Shape, frames.ToArray())));
        Assert.That(() => join.OutputShape([3, 1, 1, 2]), Throws.TypeOf<ShapeException>());
        Assert.That(() => split.OutputShape([3, 1, 1, 2]), Throws.TypeOf<ShapeException>());
    }

    [Test]
    public void One_frame_of_each_clip_is_judged_each_as_often_in_training_and_the_first_in_evaluation()
    {
        const int n = 3000, frames = 3;
        using var one = new OneFrame(frames, Random);
        Tensor clips = Tensor.From(Device, [1, frames * 2, 1, 1], [1f, -1, 2, -2, 3, -3]).BroadcastTo([n, frames * 2, 1, 1]);
        float[] chosen = one.Forward(clips).ToArray();
        for (int frame = 1; frame <= frames; frame++)
        {
            int count = Enumerable.Range(0, n).Count(i => chosen[2 * i] == frame && chosen[(2 * i) + 1] == -frame);
            Assert.That(count, Is.EqualTo(n / frames).Within(4 * Math.Sqrt(n * 2 / 9.0)), "four standard errors");
        }

        one.Eval();
        Assert.That(one.Forward(clips).ToArray(), Is.EqualTo(Enumerable.Repeat(new float[] { 1, -1 }, n).SelectMany(f => f)));
    }

    [Test]
    public void Both_judges_score_a_clip_and_only_one_of_them_sees_the_order_of_its_frames()
    {
        using Sequential d = new VideoModel().Discriminator(Random);
        d.Eval();
        Tensor clip = Random.Normal([1, 8, 32, 32]);
        Tensor turned = Tensor.Concat([clip.Slice(1, 0, 1), .. Enumerable.Range(1, 7).Select(t => clip.Slice(1, 8 - t, 1))], 1);
        float[] scores = d.Forward(clip).ToArray(), others = d.Forward(turned).ToArray();
        Assert.That(scores, Has.Length.EqualTo(2));
        Assert.That(others[0], Is.Not.EqualTo(scores[0]), "the clip");
        Assert.That(others[1], Is.EqualTo(scores[1]), "its first frame, which is the same");
    }

    [Test]
    public void A_clip_whose_code_leaves_no_room_for_content_is_refused()
    {
        TrainingOptions options = TrainingOptions.Published(new VideoModel()) with { LatentSize = 22 };
        Assert.That(
            () => options.FindModel().Generator(Random),
            Throws.TypeOf<InputException>().With.Message.EqualTo(
                "--latent-size: expected at least 23 for model video, whose motion takes 22 numbers, got 22."));
    }
}
